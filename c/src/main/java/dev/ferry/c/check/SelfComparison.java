package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.TAUTOLOGICAL_COMPARE;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.Types;

/**
 * -Wtautological-compare, of a value with itself, where gcc gives it: not of constants and not
 * where a macro wrote one side or the operator, for such code tests what it was configured with;
 * not of floating values, for a NaN does not equal itself.
 */
final class SelfComparison {
  private final Unit unit;

  SelfComparison(Unit unit) {
    this.unit = unit;
  }

  void check(Expr.Binary e, Expression left, Expression right) {
    if (!unit.isEnabled(TAUTOLOGICAL_COMPARE)
        || !same(e.left(), e.right())
        || Types.isFloating(left.type())
        || isFixedOrVolatile(left)
        || isFixedOrVolatile(right)
        || isMacro(e.loc())
        || isMacro(e.left().loc())
        || isMacro(e.right().loc())) {
      return;
    }
    boolean always =
        switch (e.op()) {
          case EQUAL, LESS_EQUAL, GREATER_EQUAL -> true;
          default -> false;
        };
    unit.report(TAUTOLOGICAL_COMPARE, e.loc(), always ? "true" : "false");
  }

  private boolean isMacro(int loc) {
    return unit.diagnostics.sources().isMacro(loc);
  }

  /** A constant, a constant object with a constant's value, or what may change by itself. */
  private static boolean isFixedOrVolatile(Expression e) {
    return ConstantFolder.isConstant(e)
        || ConstantFolder.constantObject(e) != null
        || e instanceof Expression.Load load && load.lvalue().type().isVolatile();
  }

  /** Whether both are written as the same value, which nothing between them can have changed. */
  private static boolean same(Expr a, Expr b) {
    Expr x = ExpressionChecker.bare(a);
    Expr y = ExpressionChecker.bare(b);
    return switch (x) {
      case Expr.IntegerLiteral i -> y instanceof Expr.IntegerLiteral j && i.value() == j.value();
      case Expr.Subscript s ->
          y instanceof Expr.Subscript t && same(s.array(), t.array()) && same(s.index(), t.index());
      case Expr.Unary u ->
          y instanceof Expr.Unary v
              && u.op() == v.op()
              && repeats(u.op())
              && same(u.operand(), v.operand());
      case Expr.Binary o ->
          y instanceof Expr.Binary p
              && o.op() == p.op()
              && same(o.left(), p.left())
              && same(o.right(), p.right());
      case Expr.Member m ->
          y instanceof Expr.Member n
              && m.arrow() == n.arrow()
              && m.name().equals(n.name())
              && same(m.object(), n.object());
      default -> OperatorWarnings.sameObject(x, y);
    };
  }

  /** Whether gcc compares the operands of these operators: it leaves {@code !a == !a} alone. */
  private static boolean repeats(Expr.UnaryOp op) {
    return switch (op) {
      case PLUS, MINUS, COMPLEMENT, DEREFERENCE, ADDRESS -> true;
      default -> false;
    };
  }
}
