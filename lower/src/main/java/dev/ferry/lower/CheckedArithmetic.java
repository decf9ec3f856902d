package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;

/**
 * {@code __builtin_add_overflow} and its like: the operation in unbounded precision, cut to the
 * result's type, and whether that lost anything.
 */
final class CheckedArithmetic {
  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  CheckedArithmetic(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  /** The cut result and the flag (i32, 0 or 1). */
  record Checked(Operand result, Value overflow) {}

  /**
   * @param stores whether the third argument is a pointer to the result, or only says its type
   */
  Value lower(BinaryOp op, List<Expression> arguments, boolean stores) {
    Expression third = arguments.get(2);
    CType type = stores ? ((CType.Pointer) TypeMap.strip(third.type())).target() : third.type();
    CType left = arguments.get(0).type();
    CType right = arguments.get(1).type();
    Operand a = owner.expressions.operand(arguments.get(0));
    Operand b = owner.expressions.operand(arguments.get(1));
    Checked checked = compute(op, left, a, right, b, TypeMap.strip(type));
    if (stores) {
      Value pointer = owner.expressions.scalar(third);
      Place place = Place.of(pointer, types.align(type), types.alias(type));
      owner.memory.write(
          FunctionLowering.isVolatile(type) ? place.withVolatile() : place, type, checked.result);
    } else {
      owner.expressions.effect(third);
    }
    return checked.overflow;
  }

  /** The sum, difference or product of two signed numbers, or a call of {@code abort}. */
  Value orAbort(BinaryOp op, CType type, Value left, Value right) {
    Checked checked = compute(op, type, Operand.of(left), type, Operand.of(right), type);
    Block overflow = out.newBlock("overflow");
    Block fits = out.newBlock("fits");
    out.branch(checked.overflow, overflow, fits).probability = 0;
    out.start(overflow);
    owner.calls.plain("abort", null);
    out.unreachable();
    out.start(fits);
    return checked.result.value();
  }

  /** The operation on operands of these types, cut to {@code type}. */
  Checked compute(BinaryOp op, CType left, Operand a, CType right, Operand b, CType type) {
    if (a.memory() != null || b.memory() != null || !types.isScalar(type)) {
      return wide(op, left, a, right, b, type);
    }
    int width = Math.max(types.width(left), types.width(right));
    if (width <= 32 && types.width(type) <= 32) {
      return inOneRegister(op, left, a.value(), right, b.value(), type);
    }
    boolean sameSign =
        types.isSigned(left) == types.isSigned(type)
            && types.isSigned(right) == types.isSigned(type);
    if (sameSign && types.width(type) == 64) {
      return types.isSigned(type)
          ? signed(op, extend(a.value(), left), extend(b.value(), right))
          : unsigned(op, extend(a.value(), left), extend(b.value(), right));
    }
    return inTwoRegisters(op, left, a.value(), right, b.value(), type);
  }

  private Value extend(Value value, CType type) {
    return owner.conversions.integer(value, types.isSigned(type), Type.I64);
  }

  private Value constant(long value) {
    return out.iconst(Type.I64, value);
  }

  private static Op op(BinaryOp op) {
    return switch (op) {
      case ADD -> Op.ADD;
      case SUB -> Op.SUB;
      default -> Op.MUL;
    };
  }

  /** Operands of at most 32 bits: 64 hold every result that can fit the type. */
  private Checked inOneRegister(
      BinaryOp op, CType left, Value a, CType right, Value b, CType type) {
    Value exact = out.binary(op(op), extend(a, left), extend(b, right));
    Value cut = owner.conversions.wrap(out.unary(Op.TRUNC, Type.I32, exact), type);
    Value again = extend(cut, type);
    return new Checked(Operand.of(cut), out.binary(Op.NE, again, exact));
  }

  private Checked signed(BinaryOp op, Value a, Value b) {
    Value result = out.binary(op(op), a, b);
    if (op == BinaryOp.MUL) {
      Value high = out.binary(Op.MULHS, a, b);
      Value sign = out.binary(Op.SAR, result, constant(63));
      return new Checked(Operand.of(result), out.binary(Op.NE, high, sign));
    }
    Value first = out.binary(Op.XOR, a, op == BinaryOp.ADD ? result : b);
    Value second = out.binary(Op.XOR, op == BinaryOp.ADD ? b : a, result);
    Value both = out.binary(Op.AND, first, second);
    return new Checked(Operand.of(result), out.binary(Op.SLT, both, constant(0)));
  }

  private Checked unsigned(BinaryOp op, Value a, Value b) {
    Value result = out.binary(op(op), a, b);
    Value overflow =
        switch (op) {
          case ADD -> out.binary(Op.ULT, result, a);
          case SUB -> out.binary(Op.ULT, a, b);
          default -> out.binary(Op.NE, out.binary(Op.MULHU, a, b), constant(0));
        };
    return new Checked(Operand.of(result), overflow);
  }

  /** Any mix of 64-bit operands: the exact result fits 128 bits. */
  private Checked inTwoRegisters(
      BinaryOp op, CType left, Value first, CType right, Value second, CType type) {
    Value a0 = extend(first, left);
    Value b0 = extend(second, right);
    Value a1 = sign(a0, left);
    Value b1 = sign(b0, right);
    Value low = out.binary(op(op), a0, b0);
    Value high;
    if (op == BinaryOp.MUL) {
      high = out.binary(Op.MULHU, a0, b0);
      high = out.binary(Op.ADD, high, out.binary(Op.MUL, a0, b1));
      high = out.binary(Op.ADD, high, out.binary(Op.MUL, a1, b0));
    } else {
      Value lost = op == BinaryOp.ADD ? out.binary(Op.ULT, low, a0) : out.binary(Op.ULT, a0, b0);
      Value carry = out.unary(Op.ZEXT, Type.I64, lost);
      high = out.binary(op(op), out.binary(op(op), a1, b1), carry);
    }
    Value cut = owner.conversions.integer(low, true, types.type(type));
    cut = owner.conversions.wrap(cut, type);
    Value again = extend(cut, type);
    Value lowLost = out.binary(Op.XOR, again, low);
    Value highLost = out.binary(Op.XOR, sign(again, type), high);
    Value lost = out.binary(Op.OR, lowLost, highLost);
    return new Checked(Operand.of(cut), out.binary(Op.NE, lost, constant(0)));
  }

  private Value sign(Value value, CType type) {
    return types.isSigned(type) ? out.binary(Op.SAR, value, constant(63)) : constant(0);
  }

  /** More than 64 bits somewhere: in a {@code _BitInt} that holds every result. */
  private Checked wide(BinaryOp op, CType left, Operand a, CType right, Operand b, CType type) {
    int leftWidth = types.width(left);
    int rightWidth = types.width(right);
    int exact =
        op == BinaryOp.MUL ? leftWidth + rightWidth + 2 : Math.max(leftWidth, rightWidth) + 2;
    int width = (Math.max(exact, types.width(type) + 1) + 127) / 128 * 128;
    CType.BitInt big = new CType.BitInt(width, true);
    Operand x = owner.conversions.convert(a, left, big);
    Operand y = owner.conversions.convert(b, right, big);
    Operand result = owner.arithmetic.compute(op, big, x, y, big, false);
    Operand cut = owner.conversions.convert(result, big, type);
    Operand again = owner.conversions.convert(cut, type, big);
    Value lost = owner.arithmetic.compare(BinaryOp.NE, big, again, result);
    return new Checked(cut, lost);
  }
}
