package dev.ferry.lower;

import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.math.BigInteger;

/**
 * Integers beyond 64 bits: little-endian 64-bit limbs in memory, always extended by their sign to
 * the whole size. Two limbs are computed inline (division by libgcc's routines), more by the
 * runtime's {@code __ferry_bitint_*}.
 */
final class WideIntegers {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  WideIntegers(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  int limbs(CType type) {
    return (int) (types.size(type) / 8);
  }

  Value limb(Place place, int index) {
    return owner.memory.raw(place.at(8L * index), MemType.I64, Type.I64);
  }

  void setLimb(Place place, int index, Value value) {
    owner.memory.storeRaw(place.at(8L * index), MemType.I64, value);
  }

  private Value constant(long value) {
    return out.iconst(Type.I64, value);
  }

  void constant(Place to, CType type, BigInteger value) {
    for (int i = 0; i < limbs(type); i++) {
      setLimb(to, i, constant(value.shiftRight(64 * i).longValue()));
    }
  }

  private Place pair(CType type, Value low, Value high) {
    Place result = owner.memory.temp(type);
    setLimb(result, 0, low);
    setLimb(result, 1, normalise(type, 1, high));
    return result;
  }

  /** Extends the limb that holds the top bit of a {@code _BitInt}. */
  private Value normalise(CType type, int index, Value limb) {
    int width = types.width(type);
    int bits = width - 64 * index;
    if (bits >= 64 || bits <= 0) {
      return limb;
    }
    Value count = constant(64 - bits);
    Value top = out.binary(Op.SHL, limb, count);
    return out.binary(types.isSigned(type) ? Op.SAR : Op.SHR, top, count);
  }

  /** Extends the top limb in memory, and the limbs of padding above it. */
  private void normalise(CType type, Place place) {
    int width = types.width(type);
    int top = (width - 1) / 64;
    if (width % 64 != 0) {
      setLimb(place, top, normalise(type, top, limb(place, top)));
    }
    extend(type, place, top);
  }

  private void extend(CType type, Place place, int top) {
    if (top + 1 < limbs(type)) {
      Value filler = sign(types.isSigned(type), limb(place, top));
      for (int i = top + 1; i < limbs(type); i++) {
        setLimb(place, i, filler);
      }
    }
  }

  private Value sign(boolean signed, Value limb) {
    return signed ? out.binary(Op.SAR, limb, constant(63)) : constant(0);
  }

  // ---- operators

  Place compute(BinaryOp op, CType type, Place left, Operand right, CType rightType) {
    if (op == BinaryOp.SHL || op == BinaryOp.SHR) {
      Value count =
          right.scalar() != null
              ? owner.conversions.integer(right.scalar(), false, Type.I64)
              : limb(right.place(), 0);
      return limbs(type) == 2 ? shift(op, type, left, count) : shiftCall(op, type, left, count);
    }
    Place other = right.place();
    return switch (op) {
      case AND -> bitwise(Op.AND, type, left, other);
      case OR -> bitwise(Op.OR, type, left, other);
      case XOR -> bitwise(Op.XOR, type, left, other);
      default -> limbs(type) == 2 ? two(op, type, left, other) : many(op, type, left, other);
    };
  }

  private Place bitwise(Op op, CType type, Place left, Place right) {
    Place result = owner.memory.temp(type);
    for (int i = 0; i < limbs(type); i++) {
      setLimb(result, i, out.binary(op, limb(left, i), limb(right, i)));
    }
    return result;
  }

  private Place two(BinaryOp op, CType type, Place left, Place right) {
    if (op == BinaryOp.DIV || op == BinaryOp.REM) {
      return divide(op, type, left, right);
    }
    Value a0 = limb(left, 0);
    Value a1 = limb(left, 1);
    Value b0 = limb(right, 0);
    Value b1 = limb(right, 1);
    return switch (op) {
      case ADD -> {
        Value low = out.binary(Op.ADD, a0, b0);
        Value carry = out.unary(Op.ZEXT, Type.I64, out.binary(Op.ULT, low, a0));
        yield pair(type, low, out.binary(Op.ADD, out.binary(Op.ADD, a1, b1), carry));
      }
      case SUB -> subtract(type, a0, a1, b0, b1);
      default -> {
        Value low = out.binary(Op.MUL, a0, b0);
        Value high = out.binary(Op.MULHU, a0, b0);
        high = out.binary(Op.ADD, high, out.binary(Op.MUL, a0, b1));
        yield pair(type, low, out.binary(Op.ADD, high, out.binary(Op.MUL, a1, b0)));
      }
    };
  }

  private Place subtract(CType type, Value a0, Value a1, Value b0, Value b1) {
    Value low = out.binary(Op.SUB, a0, b0);
    Value borrow = out.unary(Op.ZEXT, Type.I64, out.binary(Op.ULT, a0, b0));
    return pair(type, low, out.binary(Op.SUB, out.binary(Op.SUB, a1, b1), borrow));
  }

  private Place divide(BinaryOp op, CType type, Place left, Place right) {
    if (types.xlenBytes == 4) {
      return many(op, type, left, right);
    }
    boolean signed = types.isSigned(type);
    String name =
        op == BinaryOp.DIV ? signed ? "__divti3" : "__udivti3" : signed ? "__modti3" : "__umodti3";
    CType wide = signed ? types.types.int128 : types.types.unsignedInt128;
    Place result = owner.memory.temp(type);
    owner.calls.runtime(name, wide, result, wide, Operand.of(left), wide, Operand.of(right));
    normalise(type, result);
    return result;
  }

  private Place shift(BinaryOp op, CType type, Place value, Value count) {
    Value low = limb(value, 0);
    Value high = limb(value, 1);
    boolean left = op == BinaryOp.SHL;
    boolean signed = types.isSigned(type);
    if (count instanceof Instruction c && c.isConst()) {
      return shiftConstant(left, signed, type, low, high, (int) c.imm & 127);
    }
    Value filler = left || !signed ? constant(0) : sign(true, high);
    Value isBig = out.binary(Op.NE, out.binary(Op.AND, count, constant(64)), constant(0));
    Value inverse = out.binary(Op.XOR, count, constant(-1));
    if (left) {
      Value moved = out.binary(Op.SHL, low, count);
      Value spill = out.binary(Op.SHR, out.binary(Op.SHR, low, constant(1)), inverse);
      Value top = out.binary(Op.OR, out.binary(Op.SHL, high, count), spill);
      return pair(type, out.select(isBig, filler, moved), out.select(isBig, moved, top));
    }
    Value moved = out.binary(signed ? Op.SAR : Op.SHR, high, count);
    Value spill = out.binary(Op.SHL, out.binary(Op.SHL, high, constant(1)), inverse);
    Value bottom = out.binary(Op.OR, out.binary(Op.SHR, low, count), spill);
    return pair(type, out.select(isBig, moved, bottom), out.select(isBig, filler, moved));
  }

  private Place shiftConstant(
      boolean left, boolean signed, CType type, Value low, Value high, int count) {
    if (count == 0) {
      return pair(type, low, high);
    }
    Op right = signed ? Op.SAR : Op.SHR;
    if (count >= 64) {
      Value rest = constant(count - 64);
      return left
          ? pair(type, constant(0), out.binary(Op.SHL, low, rest))
          : pair(type, out.binary(right, high, rest), sign(signed, high));
    }
    Value by = constant(count);
    Value other = constant(64 - count);
    if (left) {
      Value top = out.binary(Op.OR, out.binary(Op.SHL, high, by), out.binary(Op.SHR, low, other));
      return pair(type, out.binary(Op.SHL, low, by), top);
    }
    Value bottom = out.binary(Op.OR, out.binary(Op.SHR, low, by), out.binary(Op.SHL, high, other));
    return pair(type, bottom, out.binary(right, high, by));
  }

  private Place shiftCall(BinaryOp op, CType type, Place value, Value count) {
    String name = op == BinaryOp.SHL ? "shl" : types.isSigned(type) ? "sar" : "shr";
    Place result = owner.memory.temp(type);
    Value narrow = out.unary(Op.TRUNC, Type.I32, count);
    bitInt(name, result, value, narrow, type);
    normalise(type, result);
    return result;
  }

  private Place many(BinaryOp op, CType type, Place left, Place right) {
    boolean signed = types.isSigned(type);
    String name =
        switch (op) {
          case ADD -> "add";
          case SUB -> "sub";
          case MUL -> "mul";
          case DIV -> signed ? "sdiv" : "udiv";
          default -> signed ? "srem" : "urem";
        };
    Place result = owner.memory.temp(type);
    bitInt(name, result, left, owner.memory.address(right), type);
    normalise(type, result);
    return result;
  }

  private void bitInt(String name, Place result, Place left, Value right, CType type) {
    owner.calls.plain(
        "__ferry_bitint_" + name,
        null,
        owner.memory.address(result),
        owner.memory.address(left),
        right,
        out.iconst(Type.I32, limbs(type)));
  }

  Place negate(CType type, Place value) {
    Place zero = owner.memory.temp(type);
    constant(zero, type, BigInteger.ZERO);
    return compute(BinaryOp.SUB, type, zero, Operand.of(value), type);
  }

  Place complement(CType type, Place value) {
    Place result = owner.memory.temp(type);
    for (int i = 0; i < limbs(type); i++) {
      setLimb(result, i, out.binary(Op.XOR, limb(value, i), constant(-1)));
    }
    normalise(type, result);
    return result;
  }

  // ---- comparisons

  Value isNonZero(Place value, CType type) {
    Value all = limb(value, 0);
    for (int i = 1; i < limbs(type); i++) {
      all = out.binary(Op.OR, all, limb(value, i));
    }
    return out.binary(Op.NE, all, constant(0));
  }

  Value compare(BinaryOp op, CType type, Place left, Place right) {
    return switch (op) {
      case EQ, NE -> {
        Value all = difference(left, right, 0);
        for (int i = 1; i < limbs(type); i++) {
          all = out.binary(Op.OR, all, difference(left, right, i));
        }
        yield out.binary(op == BinaryOp.EQ ? Op.EQ : Op.NE, all, constant(0));
      }
      case LT -> less(type, left, right);
      case GT -> less(type, right, left);
      case LE -> not(less(type, right, left));
      default -> not(less(type, left, right));
    };
  }

  private Value not(Value flag) {
    return out.binary(Op.XOR, flag, out.iconst(Type.I32, 1));
  }

  private Value difference(Place left, Place right, int index) {
    return out.binary(Op.XOR, limb(left, index), limb(right, index));
  }

  /** From the lowest limb up: a limb decides unless it is equal. */
  private Value less(CType type, Place left, Place right) {
    int count = limbs(type);
    Value result = out.binary(Op.ULT, limb(left, 0), limb(right, 0));
    for (int i = 1; i < count; i++) {
      boolean signed = i == count - 1 && types.isSigned(type);
      Value a = limb(left, i);
      Value b = limb(right, i);
      Value here = out.binary(signed ? Op.SLT : Op.ULT, a, b);
      result = out.select(out.binary(Op.EQ, a, b), result, here);
    }
    return result;
  }

  // ---- conversions

  Place fromScalar(Value value, boolean signed, CType to) {
    Value low = owner.conversions.integer(value, signed, Type.I64);
    Value filler = sign(signed, low);
    Place result = owner.memory.temp(to);
    setLimb(result, 0, low);
    for (int i = 1; i < limbs(to); i++) {
      setLimb(result, i, filler);
    }
    if (signed && !types.isSigned(to)) {
      normalise(to, result);
    }
    return result;
  }

  Value toScalar(Place value, CType to) {
    Value low = limb(value, 0);
    Type type = types.type(to);
    Value cut = type == Type.I32 ? out.unary(Op.TRUNC, Type.I32, low) : low;
    return types.width(to) < type.bits() ? owner.conversions.wrap(cut, to) : cut;
  }

  Place resize(Place value, CType from, CType to) {
    int have = limbs(from);
    int want = limbs(to);
    Place result = owner.memory.temp(to);
    for (int i = 0; i < Math.min(have, want); i++) {
      setLimb(result, i, limb(value, i));
    }
    if (want > have) {
      Value filler = sign(types.isSigned(from), limb(value, have - 1));
      for (int i = have; i < want; i++) {
        setLimb(result, i, filler);
      }
    }
    boolean fits =
        types.width(to) >= types.width(from) && types.isSigned(to) == types.isSigned(from);
    if (!fits) {
      normalise(to, result);
    }
    return result;
  }

  /** libgcc's mode suffix of a floating type. */
  private static String mode(CType type) {
    return switch (((CType.Float) TypeMap.strip(type)).kind().bytes()) {
      case 4 -> "sf";
      case 8 -> "df";
      default -> "tf";
    };
  }

  /** To binary32, 64 or 128. */
  Operand toFloat(Place value, CType from, CType to) {
    String sign = types.isSigned(from) ? "" : "un";
    Place result = types.isScalar(to) ? null : owner.memory.temp(to);
    Value scalar;
    if (limbs(from) == 2 && types.xlenBytes == 8) {
      CType wide = types.isSigned(from) ? types.types.int128 : types.types.unsignedInt128;
      String name = "__float" + sign + "ti" + mode(to);
      scalar = owner.calls.runtime(name, to, result, wide, Operand.of(value));
    } else {
      String name = "__ferry_bitint_float" + sign + mode(to);
      scalar =
          owner.calls.runtime(
              name,
              to,
              result,
              types.types.voidPointer,
              Operand.of(owner.memory.address(value)),
              types.types.intType,
              Operand.of(out.iconst(Type.I32, limbs(from))));
    }
    return result == null && scalar != null ? Operand.of(scalar) : new Operand(null, result);
  }

  /** From binary32, 64 or 128. */
  Place fromFloat(Operand value, CType from, CType to) {
    boolean signed = types.isSigned(to);
    Place result = owner.memory.temp(to);
    if (limbs(to) == 2 && types.xlenBytes == 8) {
      CType wide = signed ? types.types.int128 : types.types.unsignedInt128;
      String name = "__fix" + (signed ? "" : "uns") + mode(from) + "ti";
      owner.calls.runtime(name, wide, result, from, value);
    } else {
      String name = "__ferry_bitint_fix" + (signed ? "" : "uns") + mode(from);
      owner.calls.runtime(
          name,
          null,
          null,
          types.types.voidPointer,
          Operand.of(owner.memory.address(result)),
          from,
          value,
          types.types.intType,
          Operand.of(out.iconst(Type.I32, limbs(to))));
    }
    normalise(to, result);
    return result;
  }
}
