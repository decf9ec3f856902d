package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.TYPE_LIMITS;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;

/** -Wtype-limits: comparisons with a constant whose result the type of the other side decides. */
final class LimitWarnings {
  private final Unit unit;
  private final Types types;

  LimitWarnings(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  void check(Expr.Binary e, Expression left, Expression right) {
    if (!unit.isEnabled(TYPE_LIMITS) || unit.unevaluated > 0) {
      return;
    }
    if (right instanceof IntConst c && !ConstantFolder.isConstant(left)) {
      check(e, e.op(), left, c);
    } else if (left instanceof IntConst c && !ConstantFolder.isConstant(right)) {
      check(e, mirrored(e.op()), right, c);
    }
  }

  private void check(Expr.Binary e, Expr.BinaryOp op, Expression value, IntConst constant) {
    boolean unsigned = constant.value() == 0 && staysUnsigned(value, constant);
    if (unsigned && op == Expr.BinaryOp.GREATER_EQUAL) {
      unit.report(
          TYPE_LIMITS, e.loc(), "comparison of unsigned expression in ‘>= 0’ is always true");
    } else if (unsigned && op == Expr.BinaryOp.LESS) {
      unit.report(
          TYPE_LIMITS, e.loc(), "comparison of unsigned expression in ‘< 0’ is always false");
    } else {
      range(e.loc(), op, value, constant);
    }
  }

  /** Whether a value that is not constant is compared with another as an unsigned one. */
  private boolean staysUnsigned(Expression value, Expression other) {
    return !(value.type() instanceof CType.Enum)
        && (types.isUnsignedInteger(unit.conversions.promotedType(value))
            || types.isUnsignedInteger(value.type())
                && types.isUnsignedInteger(unit.conversions.promotedType(other)));
  }

  private static Expr.BinaryOp mirrored(Expr.BinaryOp op) {
    return switch (op) {
      case LESS -> Expr.BinaryOp.GREATER;
      case GREATER -> Expr.BinaryOp.LESS;
      case LESS_EQUAL -> Expr.BinaryOp.GREATER_EQUAL;
      case GREATER_EQUAL -> Expr.BinaryOp.LESS_EQUAL;
      default -> op;
    };
  }

  /**
   * A value narrower than the type that it is compared in, beside a constant at or beyond an end of
   * its range.
   */
  private void range(int loc, Expr.BinaryOp op, Expression compared, IntConst constant) {
    CType common = unit.conversions.commonType(compared, constant);
    Expression value = narrowest(compared);
    CType type = value.type();
    if (types.width(common) > 64
        || types.width(type) >= types.width(common)
        || type.unqualified() instanceof CType.Bool
        || Conversions.valueOf(value) != null
        || isMacros(value)) {
      return;
    }
    boolean equality = op == Expr.BinaryOp.EQUAL || op == Expr.BinaryOp.NOT_EQUAL;
    if (types.isSigned(type) && !types.isSigned(common)) {
      if (!equality) {
        return; // its negative values are large ones: the constant is no end of their range
      }
      common = types.withSignedness(common, true);
    }
    long min = types.minimum(type).longValue();
    long max = types.maximum(type).longValue();
    long bound = types.wrap(constant.value(), common);
    boolean signed = types.isSigned(common);
    int low = signed ? Long.compare(min, bound) : Long.compareUnsigned(min, bound);
    int high = signed ? Long.compare(max, bound) : Long.compareUnsigned(max, bound);
    boolean always =
        switch (op) {
          case LESS -> high < 0;
          case LESS_EQUAL -> high <= 0;
          case GREATER -> low > 0;
          case GREATER_EQUAL -> low >= 0;
          case NOT_EQUAL -> low > 0 || high < 0;
          default -> false;
        };
    boolean never =
        switch (op) {
          case LESS -> low >= 0;
          case LESS_EQUAL -> low > 0;
          case GREATER -> high <= 0;
          case GREATER_EQUAL -> high < 0;
          case EQUAL -> low > 0 || high < 0;
          default -> false;
        };
    if (always || never) {
      unit.report(
          TYPE_LIMITS,
          loc,
          "comparison is always " + always + " due to limited range of data type");
    }
  }

  /**
   * Whether a macro wrote the value or got it as an argument: such code is written for more types
   * than one. A mere variable has no place that would tell, as gcc sees it.
   */
  private boolean isMacros(Expression value) {
    return unit.diagnostics.sources().isMacro(value.loc())
        && !(value instanceof Expression.Load load && load.lvalue() instanceof Expression.VarRef);
  }

  /** A value without the conversions that only widen it. */
  private Expression narrowest(Expression value) {
    Expression e = value;
    while (e instanceof Expression.Cast cast
        && Types.isInteger(cast.type())
        && Types.isInteger(cast.operand().type())
        && types.width(cast.operand().type()) < types.width(cast.type())) {
      e = cast.operand();
    }
    return e;
  }
}
