package dev.ferry.c.typed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of the typed tree. Conditions are scalar values, compared with zero. */
public sealed interface Statement {
  int loc();

  /** A scope: automatic objects declared in it end (and are cleaned up) with it. */
  record Block(int loc, int end, List<Statement> body) implements Statement {}

  record Expr(int loc, Expression expression) implements Statement {}

  /**
   * The point of declaration of an automatic object.
   *
   * @param dynamicSize bytes of a variable length array, else null
   */
  record LocalDecl(
      int loc,
      Variable variable,
      @Nullable Initializer initializer,
      @Nullable Expression dynamicSize)
      implements Statement {}

  /** A nested function's definition (GNU). */
  record NestedFunction(int loc, FunctionDefinition function) implements Statement {}

  record If(int loc, Expression condition, Statement then, @Nullable Statement otherwise)
      implements Statement {}

  record While(int loc, Expression condition, Statement body) implements Statement {}

  record DoWhile(int loc, Statement body, Expression condition) implements Statement {}

  /** {@code init} is its own scope's declarations or an expression; null parts are absent. */
  record For(
      int loc,
      List<Statement> init,
      @Nullable Expression condition,
      @Nullable Expression step,
      Statement body)
      implements Statement {}

  /** {@code value} is promoted; the {@link Case} statements in the body name this switch. */
  record Switch(int loc, Expression value, Statement body, List<Case> cases) implements Statement {}

  /**
   * {@code case low ... high: body}, or {@code default: body} where {@code isDefault}. Bounds are
   * inclusive, converted to the switch value's type.
   */
  record Case(int loc, long low, long high, boolean isDefault, Statement body)
      implements Statement {}

  record Labeled(int loc, Label label, Statement body) implements Statement {}

  record Goto(int loc, Label label) implements Statement {}

  record ComputedGoto(int loc, Expression address) implements Statement {}

  record Break(int loc) implements Statement {}

  record Continue(int loc) implements Statement {}

  record Return(int loc, @Nullable Expression value) implements Statement {}

  record Empty(int loc) implements Statement {}

  /**
   * GNU inline assembly, names resolved to numbers in the template.
   *
   * @param outputs in order; the expression is an lvalue
   * @param inputs a value, or an lvalue for a memory constraint
   */
  record Asm(
      int loc,
      String template,
      List<AsmOperand> outputs,
      List<AsmOperand> inputs,
      List<String> clobbers,
      List<Label> labels,
      boolean isVolatile)
      implements Statement {}

  /** {@code "constraint"(expression)}. */
  record AsmOperand(@Nullable String name, String constraint, Expression expression) {}
}
