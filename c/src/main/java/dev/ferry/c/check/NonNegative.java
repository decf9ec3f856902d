package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Whether the value of a signed expression is never negative, by its form, so that its comparison
 * as an unsigned one is no surprise. A signed product does not overflow, C says; the rules are
 * those of gcc's {@code tree_expr_nonnegative_p}.
 */
final class NonNegative {
  private final Unit unit;
  private final Types types;

  NonNegative(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  boolean holds(Expression e) {
    if (!types.isSigned(e.type())) {
      return true;
    }
    CType.Field field = Conversions.bitField(e);
    if (field != null) {
      return !types.isSigned(field.type());
    }
    return switch (e) {
      case IntConst c -> c.value() >= 0;
      case Expression.Cast c -> cast(c);
      case Expression.Load l when unit.options.optimize() > 0 -> {
        Expression value = ConstantFolder.constantObject(l); // gcc looks only where it optimises
        yield value != null && holds(value);
      }
      case Expression.Binary b -> b.op().isComparison() || binary(b) || isEither(b);
      case Expression.Logical l -> true;
      case Expression.Unary u -> u.op() == Expression.UnaryOp.LOGICAL_NOT;
      case Expression.Conditional c -> holds(c.then()) && holds(c.otherwise()) || isAbs(c);
      case Expression.Let l -> holds(l.body());
      case Expression.Comma c -> holds(c.right());
      case Expression.BuiltinCall c ->
          switch (c.builtin()) {
            case CLZ, CLRSB, FFS, POPCOUNT, PARITY -> true; // gcc does not look at ctz
            default -> false;
          };
      default -> false;
    };
  }

  private boolean cast(Expression.Cast c) {
    CType from = c.operand().type();
    CType.Field field = Conversions.valueOf(c.operand());
    if (field != null && field.bitWidth() < types.width(c.type())) {
      return !types.isSigned(field.type());
    }
    if (!Types.isInteger(from) || types.width(from) > types.width(c.type())) {
      return false;
    }
    if (types.width(from) < types.width(c.type())) {
      return holds(c.operand());
    }
    return c.operand() instanceof Expression.Binary b
        && b.op() == BinaryOp.AND
        && (isSmall(b.left()) || isSmall(b.right()));
  }

  /** A constant that is not negative as a signed number of its width either. */
  private boolean isSmall(Expression e) {
    return e instanceof IntConst c && c.value() >> types.width(c.type()) - 1 == 0;
  }

  private boolean binary(Expression.Binary b) {
    return switch (b.op()) {
      case AND -> holds(b.left()) || holds(b.right());
      case OR, XOR, DIV -> holds(b.left()) && holds(b.right());
      case MUL -> holds(b.left()) && holds(b.right()) || isSquare(b);
      case ADD ->
          isConstantSum(b)
              || isMuchNarrower(b.left(), b.type()) && isMuchNarrower(b.right(), b.type());
      case SHR, REM -> holds(b.left());
      default -> false;
    };
  }

  /** Neither of the two values that a condition chooses from, with constants applied to it. */
  private boolean isEither(Expression e) {
    long[] values = alternatives(e);
    return values != null && values[0] >= 0 && values[1] >= 0;
  }

  /** The values where the condition in an expression holds and where not, or null; gcc folds so. */
  private long @Nullable [] alternatives(Expression e) {
    return switch (e) {
      case Expression.Binary b when b.op().isComparison() -> new long[] {1, 0};
      case Expression.Binary b -> alternatives(b);
      case Expression.Unary u when u.op() == Expression.UnaryOp.LOGICAL_NOT -> new long[] {1, 0};
      case Expression.Conditional c ->
          c.then() instanceof IntConst a && c.otherwise() instanceof IntConst b
              ? new long[] {a.value(), b.value()}
              : null;
      case Expression.Cast c when isBool(c.operand()) -> new long[] {1, 0};
      case Expression.Cast c when isWidening(c) -> alternatives(c.operand());
      default -> null;
    };
  }

  private static boolean isBool(Expression e) {
    return Types.nonAtomic(e.type()) instanceof CType.Bool;
  }

  private boolean isWidening(Expression.Cast c) {
    return Types.isInteger(c.type())
        && Types.isInteger(c.operand().type())
        && types.width(c.operand().type()) <= types.width(c.type());
  }

  private long @Nullable [] alternatives(Expression.Binary b) {
    long[] chosen = b.left() instanceof IntConst ? null : alternatives(b.left());
    if (chosen != null && b.right() instanceof IntConst c) {
      return both(b.op(), chosen[0], c.value(), chosen[1], c.value());
    }
    chosen = b.right() instanceof IntConst ? null : alternatives(b.right());
    return chosen != null && b.left() instanceof IntConst c
        ? both(b.op(), c.value(), chosen[0], c.value(), chosen[1])
        : null;
  }

  private static long @Nullable [] both(BinaryOp op, long a, long b, long c, long d) {
    return switch (op) {
      case ADD -> new long[] {a + b, c + d};
      case SUB -> new long[] {a - b, c - d};
      case MUL -> new long[] {a * b, c * d};
      case SHL -> new long[] {a << b, c << d};
      default -> null;
    };
  }

  /** The sum of constant objects and constants, none of them negative. */
  private boolean isConstantSum(Expression.Binary b) {
    return isKnown(b.left()) && isKnown(b.right()) && holds(b.left()) && holds(b.right());
  }

  private boolean isKnown(Expression e) {
    return e instanceof IntConst
        || unit.options.optimize() > 0 && ConstantFolder.constantObject(e) != null;
  }

  /** An unsigned value of so few bits that the sum of two has none left for the sign. */
  private boolean isMuchNarrower(Expression e, CType sum) {
    return e instanceof Expression.Cast c
        && Types.isInteger(c.operand().type())
        && !types.isSigned(c.operand().type())
        && types.width(c.operand().type()) + 1 < types.width(sum);
  }

  /** One variable, which nothing changes meanwhile, times itself. */
  private static boolean isSquare(Expression.Binary b) {
    return isSame(withoutCast(b.left()), withoutCast(b.right()));
  }

  /** {@code x < 0 ? -x : x}, which the function {@code abs} has become as well. */
  private static boolean isAbs(Expression.Conditional c) {
    return c.condition() instanceof Expression.Binary b
        && b.op() == BinaryOp.LT
        && b.right() instanceof IntConst zero
        && zero.value() == 0
        && c.then() instanceof Expression.Unary minus
        && minus.op() == Expression.UnaryOp.NEGATE
        && isSame(b.left(), minus.operand())
        && isSame(b.left(), c.otherwise());
  }

  private static boolean isSame(Expression a, Expression b) {
    return a instanceof Expression.Load left
        && b instanceof Expression.Load right
        && left.lvalue() instanceof Expression.VarRef x
        && right.lvalue() instanceof Expression.VarRef y
        && x.variable() == y.variable()
        && !x.variable().type.isVolatile();
  }

  private static Expression withoutCast(Expression e) {
    return e instanceof Expression.Cast c ? c.operand() : e;
  }
}
