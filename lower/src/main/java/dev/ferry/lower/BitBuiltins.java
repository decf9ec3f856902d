package dev.ferry.lower;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/** {@code __builtin_clz} and its like, on any integer of at most 128 bits. */
final class BitBuiltins {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  BitBuiltins(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  Operand lower(Expression.BuiltinCall x) {
    Expression argument = x.arguments().get(0);
    CType type = TypeMap.strip(argument.type());
    Operand value = owner.expressions.operand(argument);
    if (value.memory() != null) {
      return wide(x, type, value.place());
    }
    if (owner.sanitizer != null && x.arguments().size() == 1) {
      owner.sanitizer.bitCount(x, value.value());
    }
    Value result = narrow(x.builtin(), type, value.value(), types.type(x.type()));
    if (x.arguments().size() > 1) {
      Value otherwise = owner.expressions.scalar(x.arguments().get(1));
      Value isSet = owner.conditions.scalarTruth(value.value());
      result = out.select(isSet, result, otherwise);
    }
    return Operand.of(result);
  }

  private Value narrow(Builtin builtin, CType type, Value value, Type resultType) {
    Type valueType = value.requireType();
    int width = types.width(type);
    Value result =
        switch (builtin) {
          case CLZ -> minus(out.unary(Op.CLZ, valueType, value), valueType.bits() - width);
          case CTZ -> out.unary(Op.CTZ, valueType, value);
          case CLRSB -> {
            Value sign = out.binary(Op.SAR, value, out.iconst(valueType, valueType.bits() - 1));
            Value same = out.binary(Op.XOR, value, sign);
            int spare = valueType.bits() - width;
            yield minus(out.unary(Op.CLZ, valueType, same), 1 + spare);
          }
          case FFS -> {
            Value first = minus(out.unary(Op.CTZ, valueType, value), -1);
            yield out.select(owner.conditions.scalarTruth(value), first, out.iconst(valueType, 0));
          }
          case POPCOUNT -> out.unary(Op.POPCNT, valueType, unsigned(value, type));
          case PARITY ->
              out.binary(
                  Op.AND,
                  out.unary(Op.POPCNT, valueType, unsigned(value, type)),
                  out.iconst(valueType, 1));
          case BSWAP -> {
            Value swapped = out.unary(Op.BSWAP, valueType, value);
            int spare = valueType.bits() - width;
            yield spare == 0 ? swapped : out.binary(Op.SHR, swapped, out.iconst(valueType, spare));
          }
          case BIT_REVERSE -> reverse(value, width);
          default -> throw FunctionLowering.bug("not a bit builtin: " + builtin);
        };
    return owner.conversions.integer(result, false, resultType);
  }

  /** A signed value narrower than its register must not count its extension. */
  private Value unsigned(Value value, CType type) {
    int width = types.width(type);
    Type valueType = value.requireType();
    return types.isSigned(type) && width < valueType.bits()
        ? out.binary(Op.AND, value, out.iconst(valueType, (1L << width) - 1))
        : value;
  }

  private Value minus(Value value, long amount) {
    return amount == 0
        ? value
        : out.binary(Op.ADD, value, out.iconst(value.requireType(), -amount));
  }

  /** Swaps neighbours of 1, 2 and 4 bits, then the bytes (Hacker's Delight, 7-1). */
  private Value reverse(Value value, int width) {
    Type type = value.requireType();
    Value result = value;
    long[] masks = {0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL};
    for (int i = 0; i < 3; i++) {
      Value mask = out.iconst(type, masks[i]);
      Value by = out.iconst(type, 1L << i);
      Value down = out.binary(Op.AND, out.binary(Op.SHR, result, by), mask);
      Value up = out.binary(Op.SHL, out.binary(Op.AND, result, mask), by);
      result = out.binary(Op.OR, down, up);
    }
    Value swapped = out.unary(Op.BSWAP, type, result);
    int spare = type.bits() - width;
    return spare == 0 ? swapped : out.binary(Op.SHR, swapped, out.iconst(type, spare));
  }

  private Operand wide(Expression.BuiltinCall x, CType type, Place place) {
    Value low = owner.wide.limb(place, 0);
    Value high = owner.wide.limb(place, 1);
    Type result = types.isScalar(x.type()) ? types.type(x.type()) : Type.I32;
    Value zero = out.iconst(Type.I64, 0);
    return switch (x.builtin()) {
      case BSWAP, BIT_REVERSE -> {
        Place swapped = owner.memory.temp(type);
        owner.wide.setLimb(swapped, 0, turn(x.builtin(), high));
        owner.wide.setLimb(swapped, 1, turn(x.builtin(), low));
        yield Operand.of(swapped);
      }
      case POPCOUNT, PARITY -> {
        Value count =
            out.binary(
                Op.ADD, out.unary(Op.POPCNT, Type.I64, low), out.unary(Op.POPCNT, Type.I64, high));
        Value value =
            x.builtin() == Builtin.PARITY
                ? out.binary(Op.AND, count, out.iconst(Type.I64, 1))
                : count;
        yield Operand.of(owner.conversions.integer(value, false, result));
      }
      case CTZ, FFS -> {
        Value lowCount = out.unary(Op.CTZ, Type.I64, low);
        Value highCount = minus(out.unary(Op.CTZ, Type.I64, high), -64);
        Value count = out.select(out.binary(Op.NE, low, zero), lowCount, highCount);
        if (x.builtin() == Builtin.FFS) {
          Value any = out.binary(Op.NE, out.binary(Op.OR, low, high), zero);
          count = out.select(any, minus(count, -1), zero);
        }
        yield Operand.of(owner.conversions.integer(count, false, result));
      }
      default -> Operand.of(leading(x.builtin(), low, high, result, types.width(type)));
    };
  }

  private Value turn(Builtin builtin, Value limb) {
    return builtin == Builtin.BSWAP ? out.unary(Op.BSWAP, Type.I64, limb) : reverse(limb, 64);
  }

  private Value leading(Builtin builtin, Value low, Value high, Type result, int width) {
    Value top = high;
    Value bottom = low;
    if (builtin == Builtin.CLRSB) {
      Value sign = out.binary(Op.SAR, high, out.iconst(Type.I64, 63));
      top = out.binary(Op.XOR, high, sign);
      bottom = out.binary(Op.XOR, low, sign);
    }
    Value topCount = out.unary(Op.CLZ, Type.I64, top);
    Value bottomCount = minus(out.unary(Op.CLZ, Type.I64, bottom), -64);
    Value isTop = out.binary(Op.NE, top, out.iconst(Type.I64, 0));
    Value count = out.select(isTop, topCount, bottomCount);
    long spare = 128 - width + (builtin == Builtin.CLRSB ? 1 : 0);
    return owner.conversions.integer(minus(count, spare), false, result);
  }
}
