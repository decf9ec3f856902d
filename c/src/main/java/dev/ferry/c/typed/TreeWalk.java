package dev.ferry.c.typed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits all of a function body, in source order. A walk overrides {@link #statement} and {@link
 * #expression} for the kinds it is about and leaves the others to these.
 */
public abstract class TreeWalk {
  /** Called for each statement; an override calls {@code super} to go on into it. */
  protected void statement(Statement statement) {
    switch (statement) {
      case Statement.Block s -> statements(s.body(), s);
      case Statement.Expr s -> expression(s.expression());
      case Statement.LocalDecl s -> {
        optional(s.dynamicSize());
        initializer(s.initializer());
      }
      case Statement.NestedFunction s -> nested(s.function());
      case Statement.If s -> {
        expression(s.condition());
        statement(s.then());
        if (s.otherwise() != null) {
          statement(s.otherwise());
        }
      }
      case Statement.While s -> {
        expression(s.condition());
        statement(s.body());
      }
      case Statement.DoWhile s -> {
        statement(s.body());
        expression(s.condition());
      }
      case Statement.For s -> forLoop(s);
      case Statement.Switch s -> {
        expression(s.value());
        statement(s.body());
      }
      case Statement.Case s -> statement(s.body());
      case Statement.Labeled s -> statement(s.body());
      case Statement.Goto s -> {}
      case Statement.ComputedGoto s -> expression(s.address());
      case Statement.Break s -> {}
      case Statement.Continue s -> {}
      case Statement.Return s -> optional(s.value());
      case Statement.Empty s -> {}
      case Statement.Asm s -> {
        s.outputs().forEach(o -> expression(o.expression()));
        s.inputs().forEach(o -> expression(o.expression()));
      }
    }
  }

  /** The body of the scope that {@code node} opens. */
  protected void statements(List<Statement> body, Object node) {
    for (Statement statement : body) {
      statement(statement);
    }
  }

  protected void forLoop(Statement.For s) {
    statements(s.init(), s);
    optional(s.condition());
    optional(s.step());
    statement(s.body());
  }

  protected void nested(FunctionDefinition function) {
    statement(function.body());
  }

  protected final void optional(@Nullable Expression expression) {
    if (expression != null) {
      expression(expression);
    }
  }

  protected final void initializer(@Nullable Initializer initializer) {
    if (initializer != null) {
      for (Initializer.Element element : initializer.elements()) {
        expression(element.value());
      }
    }
  }

  /** Called for each expression; an override calls {@code super} to go on into it. */
  protected void expression(Expression expression) {
    switch (expression) {
      case Expression.IntConst e -> {}
      case Expression.WideConst e -> {}
      case Expression.FloatConst e -> {}
      case Expression.ComplexConst e -> {}
      case Expression.AddressConst e -> {}
      case Expression.VarRef e -> {}
      case Expression.FunctionRef e -> {}
      case Expression.StringRef e -> {}
      case Expression.LabelAddress e -> {}
      case Expression.Deref e -> expression(e.pointer());
      case Expression.FieldRef e -> expression(e.base());
      case Expression.CompoundLiteral e -> initializer(e.initializer());
      case Expression.VectorElement e -> both(e.base(), e.index());
      case Expression.ComplexPart e -> expression(e.base());
      case Expression.Load e -> expression(e.lvalue());
      case Expression.AddressOf e -> expression(e.operand());
      case Expression.Cast e -> expression(e.operand());
      case Expression.Unary e -> expression(e.operand());
      case Expression.Binary e -> both(e.left(), e.right());
      case Expression.PointerAdd e -> {
        both(e.pointer(), e.index());
        optional(e.dynamicScale());
      }
      case Expression.PointerDiff e -> {
        both(e.left(), e.right());
        optional(e.dynamicScale());
      }
      case Expression.Logical e -> both(e.left(), e.right());
      case Expression.Conditional e -> {
        expression(e.condition());
        both(e.then(), e.otherwise());
      }
      case Expression.Comma e -> both(e.left(), e.right());
      case Expression.Assign e -> both(e.target(), e.value());
      case Expression.CompoundAssign e -> {
        both(e.target(), e.value());
        optional(e.dynamicScale());
      }
      case Expression.IncDec e -> {
        expression(e.target());
        optional(e.dynamicScale());
      }
      case Expression.Call e -> {
        expression(e.callee());
        e.arguments().forEach(this::expression);
      }
      case Expression.BuiltinCall e -> e.arguments().forEach(this::expression);
      case Expression.VaArg e -> expression(e.list());
      case Expression.StatementExpression e -> {
        statements(e.body(), e);
        optional(e.result());
      }
      case Expression.Let e -> both(e.init(), e.body());
      case Expression.ConvertVector e -> expression(e.operand());
    }
  }

  private void both(Expression left, Expression right) {
    expression(left);
    expression(right);
  }
}
