package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.PARENTHESES;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Expr.BinaryOp;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import org.jspecify.annotations.Nullable;

/**
 * -Wparentheses of operators within operators whose precedence is easily mistaken. One warning an
 * operator, of the first of gcc's reasons that holds; what stands in parentheses is no reason.
 */
final class OperatorParentheses {
  private final Unit unit;

  OperatorParentheses(Unit unit) {
    this.unit = unit;
  }

  void check(Expr.Binary e, Expression right) {
    switch (e.op()) {
      case SHIFT_LEFT, SHIFT_RIGHT -> sum(e, "inside");
      case LOGICAL_OR -> {
        Expr and = side(e, BinaryOp.LOGICAL_AND);
        if (and != null) {
          report(and, "‘&&’ within ‘||’");
        }
      }
      case OR, XOR -> {
        if (!arithmetic(e) && !comparison(e) && e.op() == BinaryOp.OR) {
          not(e, right);
        }
      }
      case AND -> {
        if (!sum(e, "in operand of") && !comparison(e)) {
          not(e, right);
        }
      }
      case EQUAL, NOT_EQUAL -> comparison(e);
      case LESS, GREATER, LESS_EQUAL, GREATER_EQUAL -> chain(e);
      default -> {}
    }
  }

  private void report(Expr operand, String what) {
    unit.report(PARENTHESES, operand.loc(), "suggest parentheses around " + what);
  }

  /** The left operand, else the right, that is one of some operators; null for neither. */
  private static Expr.@Nullable Binary side(Expr.Binary e, BinaryOp... operators) {
    for (Expr operand : new Expr[] {e.left(), e.right()}) {
      if (operand instanceof Expr.Binary b) {
        for (BinaryOp operator : operators) {
          if (b.op() == operator) {
            return b;
          }
        }
      }
    }
    return null;
  }

  private boolean sum(Expr.Binary e, String where) {
    Expr.Binary sum = side(e, BinaryOp.ADD);
    if (sum == null) {
      sum = side(e, BinaryOp.SUBTRACT);
    }
    if (sum != null) {
      report(sum, "‘" + sum.op().text() + "’ " + where + " ‘" + e.op().text() + "’");
    }
    return sum != null;
  }

  private boolean arithmetic(Expr.Binary e) {
    Expr operand =
        e.op() == BinaryOp.OR
            ? side(e, BinaryOp.AND, BinaryOp.XOR, BinaryOp.ADD, BinaryOp.SUBTRACT)
            : side(e, BinaryOp.AND, BinaryOp.ADD, BinaryOp.SUBTRACT);
    if (operand != null) {
      report(operand, "arithmetic in operand of ‘" + e.op().text() + "’");
    }
    return operand != null;
  }

  private boolean comparison(Expr.Binary e) {
    Expr operand =
        side(
            e,
            BinaryOp.LESS,
            BinaryOp.GREATER,
            BinaryOp.LESS_EQUAL,
            BinaryOp.GREATER_EQUAL,
            BinaryOp.EQUAL,
            BinaryOp.NOT_EQUAL);
    if (operand != null) {
      report(operand, "comparison in operand of ‘" + e.op().text() + "’");
    }
    return operand != null;
  }

  private void chain(Expr.Binary e) {
    Expr operand =
        side(e, BinaryOp.LESS, BinaryOp.GREATER, BinaryOp.LESS_EQUAL, BinaryOp.GREATER_EQUAL);
    if (operand != null) {
      unit.report(
          PARENTHESES,
          operand.loc(),
          "comparisons like ‘X<=Y<=Z’ do not have their mathematical meaning");
    }
  }

  /** {@code !a & b} where b is no truth value. */
  private void not(Expr.Binary e, Expression right) {
    if (!(e.left() instanceof Expr.Unary u)
        || u.op() != Expr.UnaryOp.NOT
        || right.type() instanceof CType.Bool
        || OperatorWarnings.isBoolean(e.right(), right)) {
      return;
    }
    String op = e.op().text();
    report(u, "operand of ‘!’ or change ‘" + op + "’ to ‘" + op + op + "’ or ‘!’ to ‘~’");
  }
}
