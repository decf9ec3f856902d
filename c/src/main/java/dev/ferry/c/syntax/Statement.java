package dev.ferry.c.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements (C17 6.8). */
public sealed interface Statement extends BlockItem {
  /** {@code {items}}; {@code loc} and {@code end} are the braces. */
  record Compound(int loc, int end, List<BlockItem> items) implements Statement {}

  /** {@code expr;}; {@code end} is the semicolon. */
  record Expression(Expr expr, int end) implements Statement {
    @Override
    public int loc() {
      return expr.loc();
    }

    @Override
    public int start() {
      return expr.start();
    }
  }

  /**
   * {@code ;}.
   *
   * @param implied not written: a label stands before a declaration or the closing brace
   */
  record Null(int loc, boolean implied) implements Statement {
    @Override
    public int end() {
      return loc;
    }
  }

  /** {@code label: body}. */
  record Labeled(int loc, String label, List<Attribute> attributes, Statement body)
      implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  /** {@code case low: body}, or GNU's {@code case low ... high: body}. */
  record Case(int loc, Expr low, @Nullable Expr high, Statement body) implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  record Default(int loc, Statement body) implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  record If(int loc, Expr condition, Statement then, int elseLoc, @Nullable Statement otherwise)
      implements Statement {
    @Override
    public int end() {
      return otherwise != null ? otherwise.end() : then.end();
    }
  }

  record Switch(int loc, Expr value, Statement body) implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  record While(int loc, Expr condition, Statement body) implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  record DoWhile(int loc, int end, Statement body, Expr condition) implements Statement {}

  /**
   * {@code for (init; condition; step) body}; {@code init} is a declaration or a {@link
   * Statement.Expression}.
   */
  record For(
      int loc,
      @Nullable BlockItem init,
      @Nullable Expr condition,
      @Nullable Expr step,
      Statement body)
      implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  record Goto(int loc, int end, String label, int labelLoc) implements Statement {}

  /** GNU's {@code goto *target;}. */
  record ComputedGoto(int loc, int end, Expr target) implements Statement {}

  record Continue(int loc, int end) implements Statement {}

  record Break(int loc, int end) implements Statement {}

  record Return(int loc, int end, @Nullable Expr value) implements Statement {}

  /** GNU's {@code __label__ a, b;}. */
  record LabelDeclaration(int loc, int end, List<Expr.Identifier> labels) implements Statement {}

  /** {@code [[attributes]] body}: {@code [[fallthrough]];}, {@code __attribute__((cold)) …}. */
  record Attributed(int loc, List<Attribute> attributes, Statement body) implements Statement {
    @Override
    public int end() {
      return body.end();
    }
  }

  /**
   * GNU assembly.
   *
   * @param extended whether a colon was written: then {@code %} is special in the template
   */
  record Asm(
      int loc,
      int end,
      boolean isVolatile,
      boolean isInline,
      boolean isGoto,
      boolean extended,
      Expr.StringLiteral template,
      List<AsmOperand> outputs,
      List<AsmOperand> inputs,
      List<Expr.StringLiteral> clobbers,
      List<Expr.Identifier> labels)
      implements Statement {}

  /** {@code [name] "constraint" (expr)}; {@code name} is null without brackets. */
  record AsmOperand(int loc, @Nullable String name, Expr.StringLiteral constraint, Expr expr) {}

  /** Where a statement could not be read; the error is reported already. */
  record Erroneous(int loc, int end) implements Statement {}
}
