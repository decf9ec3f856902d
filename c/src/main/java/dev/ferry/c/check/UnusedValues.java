package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;

/** -Wunused-value and -Wunused-result: values that nothing is done with. */
final class UnusedValues {
  private final Unit unit;

  UnusedValues(Unit unit) {
    this.unit = unit;
  }

  /** Looks at an expression whose value is dropped. */
  void check(Expr syntax, Expression value, boolean leftOfComma) {
    if (unit.isError(value)) {
      return;
    }
    Expr bare = ExpressionChecker.bare(syntax);
    if (bare instanceof Expr.Call call) {
      checkResult(call);
      return;
    }
    if (value.type() instanceof CType.Void || !unit.isEnabled(UNUSED_VALUE)) {
      return;
    }
    switch (bare) {
      case Expr.Assign e -> {}
      case Expr.StatementExpr e -> {}
      case Expr.Erroneous e -> {}
      case Expr.VaArg e -> {}
      case Expr.Generic e -> {}
      case Expr.ChooseExpr e -> {}
      case Expr.Unary e -> unary(e, leftOfComma);
      case Expr.Binary e -> binary(e, leftOfComma);
      case Expr.Conditional e -> conditional(e, leftOfComma);
      case Expr.Cast e -> {
        if (!passesOn(e, value)) {
          noEffect(e, leftOfComma);
        }
      }
      default -> {
        if (value instanceof Expression.Load load && load.lvalue().type().isVolatile()) {
          return;
        }
        noEffect(bare, leftOfComma);
      }
    }
  }

  private void unary(Expr.Unary e, boolean leftOfComma) {
    switch (e.op()) {
      case PRE_INCREMENT, PRE_DECREMENT, POST_INCREMENT, POST_DECREMENT -> {}
      case DEREFERENCE -> {
        if (hasSideEffects(e.operand())) {
          unit.report(VALUE_NOT_USED, e.loc());
        }
      }
      case EXTENSION -> {}
      default -> noEffect(e, leftOfComma);
    }
  }

  private void binary(Expr.Binary e, boolean leftOfComma) {
    switch (e.op()) {
      case COMMA -> {
        Expr right = ExpressionChecker.bare(e.right());
        if (!hasSideEffects(right) && !isVoidCast(right)) {
          unit.report(COMMA_RIGHT_NO_EFFECT, e.loc());
        }
      }
      case LOGICAL_AND, LOGICAL_OR -> {
        if (hasSideEffects(e.right())) {
          truth(e, e.right());
        } else {
          noEffect(e, leftOfComma);
        }
      }
      default -> noEffect(e, leftOfComma);
    }
  }

  /**
   * The right side of {@code &&} or {@code ||}, which does something: it is compared with zero
   * then, and nothing is done with that. An integer's assignment is left alone, as in gcc.
   */
  private void truth(Expr.Binary e, Expr right) {
    Expr bare = ExpressionChecker.bare(right);
    switch (bare) {
      case Expr.Binary b when b.op() == Expr.BinaryOp.COMMA -> {
        if (hasSideEffects(b.right())) {
          truth(e, b.right());
        }
      }
      case Expr.Binary b when isLogical(b) -> binary(b, false);
      case Expr.Binary b when OperatorWarnings.isComparison(b) ->
          unit.report(VALUE_NOT_USED, b.loc());
      case Expr.Unary u when u.op() == Expr.UnaryOp.NOT -> unit.report(VALUE_NOT_USED, u.loc());
      case Expr.Assign a when a.op() == null -> {}
      case Expr.StatementExpr block
          when !block.body().items().isEmpty()
              && block.body().items().getLast() instanceof Statement.Expression last ->
          truth(e, last.expr());
      case Expr.Erroneous x -> {}
      default -> unit.report(VALUE_NOT_USED, e.loc());
    }
  }

  private static boolean isLogical(Expr.Binary b) {
    return b.op() == Expr.BinaryOp.LOGICAL_AND || b.op() == Expr.BinaryOp.LOGICAL_OR;
  }

  /** A conversion that changes no value, of what has an effect: the value is that one's. */
  private boolean passesOn(Expr.Cast e, Expression value) {
    Expr inner = e;
    Expression v = value;
    while (inner instanceof Expr.Cast cast) {
      if (v instanceof Expression.Cast c) {
        if (!keepsValue(c.operand().type(), c.type())) {
          return false;
        }
        v = c.operand();
      }
      inner = ExpressionChecker.bare(cast.operand());
    }
    return switch (inner) {
      case Expr.Call x -> true;
      case Expr.Assign x -> true;
      case Expr.StatementExpr x -> true;
      case Expr.Unary u -> isStep(u.op());
      default -> false;
    };
  }

  private boolean keepsValue(CType from, CType to) {
    if (from.unqualified() instanceof CType.Pointer) {
      return to.unqualified() instanceof CType.Pointer;
    }
    return Types.isInteger(from)
        && Types.isInteger(to)
        && !(from.unqualified() instanceof CType.Bool)
        && unit.types.width(from) <= unit.types.width(to);
  }

  private static boolean isStep(Expr.UnaryOp op) {
    return switch (op) {
      case PRE_INCREMENT, PRE_DECREMENT, POST_INCREMENT, POST_DECREMENT -> true;
      default -> false;
    };
  }

  private void conditional(Expr.Conditional e, boolean leftOfComma) {
    Expr then = e.then();
    if (!hasSideEffects(e.otherwise()) && (then == null || !hasSideEffects(then))) {
      noEffect(e, leftOfComma);
    }
  }

  private static boolean isVoidCast(Expr e) {
    return e instanceof Expr.Cast cast
        && cast.type().specifiers().type() instanceof dev.ferry.c.syntax.TypeSpecifier.Basic basic
        && basic.type() == dev.ferry.c.syntax.BasicType.VOID;
  }

  private void noEffect(Expr e, boolean leftOfComma) {
    if (leftOfComma) {
      if (!hasSideEffects(e) && !isVoidCast(e)) {
        unit.report(COMMA_LEFT_NO_EFFECT, e.loc());
      }
    } else if (hasSideEffects(e)) {
      unit.report(VALUE_NOT_USED, e.loc());
    } else {
      unit.report(UNUSED_VALUE, e.loc());
    }
  }

  /** Whether evaluating it does something, judged by its syntax. */
  static boolean hasSideEffects(Expr e) {
    return switch (e) {
      case Expr.Paren x -> hasSideEffects(x.inner());
      case Expr.Call x -> true;
      case Expr.Assign x -> true;
      case Expr.StatementExpr x -> true;
      case Expr.VaArg x -> true;
      case Expr.Erroneous x -> true;
      case Expr.Unary x -> isStep(x.op()) || hasSideEffects(x.operand());
      case Expr.Binary x -> hasSideEffects(x.left()) || hasSideEffects(x.right());
      case Expr.Conditional x ->
          hasSideEffects(x.condition())
              || x.then() != null && hasSideEffects(x.then())
              || hasSideEffects(x.otherwise());
      case Expr.Cast x -> hasSideEffects(x.operand());
      case Expr.Subscript x -> hasSideEffects(x.array()) || hasSideEffects(x.index());
      case Expr.Member x -> hasSideEffects(x.object());
      default -> false;
    };
  }

  private void checkResult(Expr.Call call) {
    if (!(ExpressionChecker.bare(call.callee()) instanceof Expr.Identifier name)
        || !(unit.scopes.find(name.name()) instanceof Entity.FunctionEntity function)) {
      return;
    }
    if (function.type().result() instanceof CType.Void) {
      return;
    }
    if (function.attributes.noDiscardMessage != null) {
      String message = function.attributes.noDiscardMessage;
      Diagnostic d =
          unit.report(
              NODISCARD,
              call.loc(),
              function.name,
              message.isEmpty() ? "" : ": \"" + message + "\"");
      d.note(function.loc, "declared here");
    } else if (function.attributes.warnUnusedResult) {
      unit.report(UNUSED_RESULT, call.loc(), function.name).note(function.loc, "declared here");
    } else if (function.symbol.isPure || function.symbol.isConst) {
      unit.report(UNUSED_VALUE, call.loc());
    }
  }
}
