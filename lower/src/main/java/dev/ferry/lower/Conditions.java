package dev.ferry.lower;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.ir.Block;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;

/** Truth values: branches without materialising 0 and 1, and the 0 and 1 where they are wanted. */
final class Conditions {
  /** What gcc assumes of {@code __builtin_expect}, in 1/1000. */
  private static final int EXPECTED = 900;

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;

  Conditions(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
  }

  void branch(Expression condition, Block then, Block otherwise) {
    branch(condition, then, otherwise, -1);
  }

  /**
   * @param probability of the condition in 1/1000, or -1
   */
  private void branch(Expression condition, Block then, Block otherwise, int probability) {
    switch (condition) {
      case Expression.IntConst c -> out.jump(c.value() != 0 ? then : otherwise);
      case Expression.Unary u when u.op() == Expression.UnaryOp.LOGICAL_NOT ->
          branch(u.operand(), otherwise, then, probability < 0 ? -1 : 1000 - probability);
      case Expression.Logical l -> logical(l, then, otherwise, probability);
      case Expression.Comma c -> {
        owner.expressions.effect(c.left());
        branch(c.right(), then, otherwise, probability);
      }
      case Expression.Cast c when keepsTruth(c) ->
          branch(c.operand(), then, otherwise, probability);
      case Expression.BuiltinCall b when b.builtin() == Builtin.EXPECT -> {
        if (b.arguments().get(1) instanceof Expression.IntConst expected) {
          int likely = b.arguments().size() > 2 ? probability(b.arguments().get(2)) : EXPECTED;
          int chance = expected.value() != 0 ? likely : 1000 - likely;
          branch(b.arguments().get(0), then, otherwise, chance);
        } else {
          test(condition, then, otherwise, probability);
        }
      }
      case Expression.Binary b when isZeroTest(b) -> {
        if (b.op() == Expression.BinaryOp.NE) {
          branch(b.left(), then, otherwise, probability);
        } else {
          branch(b.left(), otherwise, then, probability < 0 ? -1 : 1000 - probability);
        }
      }
      default -> test(condition, then, otherwise, probability);
    }
  }

  private static int probability(Expression e) {
    if (e instanceof Expression.FloatConst c) {
      return (int) Math.round(Double.longBitsToDouble(c.low()) * 1000);
    }
    return EXPECTED;
  }

  private void test(Expression condition, Block then, Block otherwise, int probability) {
    out.branch(nonZero(condition), then, otherwise).probability = probability;
  }

  private void logical(Expression.Logical l, Block then, Block otherwise, int probability) {
    Block second = out.newBlock(l.isAnd() ? "and" : "or");
    if (l.isAnd()) {
      branch(l.left(), second, otherwise, probability > 500 ? probability : -1);
    } else {
      branch(l.left(), then, second, probability >= 0 && probability < 500 ? probability : -1);
    }
    out.start(second);
    branch(l.right(), then, otherwise, probability);
  }

  /** A conversion whose result is zero exactly where its operand is. */
  private boolean keepsTruth(Expression.Cast c) {
    CType from = c.operand().type();
    if (!types.isNarrowInteger(from) || !types.isNarrowInteger(c.type())) {
      return TypeMap.strip(c.type()) instanceof CType.Bool && types.isScalar(from);
    }
    return TypeMap.strip(c.type()) instanceof CType.Bool
        || types.width(c.type()) >= types.width(from);
  }

  /** {@code x == 0} or {@code x != 0} of an integer or pointer. */
  private boolean isZeroTest(Expression.Binary b) {
    boolean isEquality = b.op() == Expression.BinaryOp.EQ || b.op() == Expression.BinaryOp.NE;
    return isEquality && types.isNarrowInteger(b.left().type()) && isZero(b.right());
  }

  private static boolean isZero(Expression e) {
    return e instanceof Expression.IntConst c && c.value() == 0
        || e instanceof Expression.Cast cast
            && cast.operand() instanceof Expression.IntConst c2
            && c2.value() == 0;
  }

  /** An i32 that is zero exactly where the value is. */
  Value nonZero(Expression e) {
    if (!types.isScalar(e.type())) {
      return truthOf(owner.expressions.operand(e), e.type());
    }
    Value value = owner.expressions.scalar(e);
    return value.type == Type.I32 ? value : scalarTruth(value);
  }

  /** 0 or 1. */
  Value truth(Expression e) {
    return truthOf(owner.expressions.operand(e), e.type());
  }

  /** 0 or 1 for a value of any type that has a truth value. */
  Value truthOf(Operand value, CType type) {
    if (value.scalar() != null) {
      return TypeMap.strip(type) instanceof CType.Bool
          ? value.scalar()
          : scalarTruth(value.scalar());
    }
    if (TypeMap.isWideInteger(type)) {
      return owner.wide.isNonZero(value.place(), type);
    }
    if (TypeMap.isQuad(type)) {
      return owner.floats.isNonZero(value.place());
    }
    if (TypeMap.complex(type) != null) {
      return owner.complex.isNonZero(value.place(), type);
    }
    throw FunctionLowering.bug("no truth value of " + type);
  }

  Value scalarTruth(Value value) {
    Type type = value.requireType();
    if (value instanceof Instruction i && (i.op.isIntCompare() || i.op.isFloatCompare())) {
      return value;
    }
    return type.isFloat()
        ? out.binary(Op.FNE, value, out.fconstBits(type, 0))
        : out.binary(Op.NE, value, out.iconst(type, 0));
  }
}
