package dev.ferry.c.check;

import dev.ferry.c.syntax.BlockItem;
import dev.ferry.c.syntax.Expr;
import dev.ferry.c.syntax.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether control falls out of a statement at its end, by its syntax and as gcc sees it for
 * -Wimplicit-fallthrough: {@code goto} at the end of {@code do … while (0)}, as macros have it,
 * does not. Conditions count only where they are literals; a loop that is left by break is taken
 * for one that is not left.
 */
final class Completion {
  private final Unit unit;

  Completion(Unit unit) {
    this.unit = unit;
  }

  boolean mayComplete(Statement s) {
    return switch (s) {
      case Statement.Break x -> false;
      case Statement.Continue x -> false;
      case Statement.Return x -> false;
      case Statement.Goto x -> false;
      case Statement.ComputedGoto x -> false;
      case Statement.Case x -> mayComplete(x.body());
      case Statement.Default x -> mayComplete(x.body());
      case Statement.Labeled x -> mayComplete(x.body());
      case Statement.Compound x -> listMayComplete(x.items());
      case Statement.If x -> {
        Statement otherwise = x.otherwise();
        yield otherwise == null
            ? !isConstant(x.condition(), true) || mayComplete(x.then())
            : mayComplete(x.then()) || mayComplete(otherwise);
      }
      case Statement.Attributed x ->
          x.attributes().stream().noneMatch(a -> a.name().contains("fallthrough"));
      case Statement.Expression x -> !neverReturns(x.expr());
      case Statement.Switch x -> !hasDefault(x.body()) || leaves(x.body()) || mayComplete(x.body());
      case Statement.While x -> !isConstant(x.condition(), true);
      case Statement.For x -> !isForever(x.condition());
      case Statement.DoWhile x ->
          isConstant(x.condition(), false)
              ? mayComplete(x.body())
              : !isConstant(x.condition(), true);
      default -> true;
    };
  }

  /**
   * The last statement decides; empty ones, as behind a macro that brings its own semicolon, do
   * not.
   */
  private boolean listMayComplete(List<BlockItem> items) {
    for (BlockItem item : items.reversed()) {
      if (!(item instanceof Statement statement)) {
        return true;
      }
      if (!FallthroughWarnings.isEmpty(statement)) {
        return mayComplete(statement);
      }
    }
    return true;
  }

  private static boolean isForever(@Nullable Expr condition) {
    return condition == null || isConstant(condition, true);
  }

  static boolean isConstant(Expr condition, boolean truth) {
    return ExpressionChecker.bare(condition) instanceof Expr.IntegerLiteral literal
        && (literal.value() != 0) == truth;
  }

  /** Whether a break belongs to the switch that {@code s} is the body of. */
  private static boolean leaves(Statement s) {
    return s instanceof Statement.Break
        || !isLoop(s) && !(s instanceof Statement.Switch) && anyPart(s, Completion::leaves);
  }

  private static boolean hasDefault(Statement s) {
    return s instanceof Statement.Default
        || !(s instanceof Statement.Switch) && anyPart(s, Completion::hasDefault);
  }

  private static boolean isLoop(Statement s) {
    return s instanceof Statement.While
        || s instanceof Statement.DoWhile
        || s instanceof Statement.For;
  }

  private interface Test {
    boolean holds(Statement s);
  }

  /** Whether one of the statements directly inside {@code s} passes a test. */
  private static boolean anyPart(Statement s, Test test) {
    return switch (s) {
      case Statement.Compound x -> {
        for (BlockItem item : x.items()) {
          if (item instanceof Statement inner && test.holds(inner)) {
            yield true;
          }
        }
        yield false;
      }
      case Statement.If x -> {
        Statement otherwise = x.otherwise();
        yield test.holds(x.then()) || otherwise != null && test.holds(otherwise);
      }
      case Statement.Case x -> test.holds(x.body());
      case Statement.Default x -> test.holds(x.body());
      case Statement.Labeled x -> test.holds(x.body());
      case Statement.Attributed x -> test.holds(x.body());
      case Statement.Switch x -> test.holds(x.body());
      case Statement.While x -> test.holds(x.body());
      case Statement.DoWhile x -> test.holds(x.body());
      case Statement.For x -> test.holds(x.body());
      default -> false;
    };
  }

  /** Whether an expression ends in what never returns: the part that is evaluated last decides. */
  private boolean neverReturns(Expr e) {
    return switch (ExpressionChecker.bare(e)) {
      case Expr.Binary x -> x.op() == Expr.BinaryOp.COMMA && neverReturns(x.right());
      case Expr.Cast x -> neverReturns(x.operand());
      case Expr.Conditional x -> {
        Expr then = x.then();
        yield then != null
            && (isConstant(x.condition(), false) || neverReturns(then))
            && (isConstant(x.condition(), true) || neverReturns(x.otherwise()));
      }
      case Expr.StatementExpr x -> !mayComplete(x.body());
      case Expr.Call x ->
          ExpressionChecker.bare(x.callee()) instanceof Expr.Identifier name && neverReturns(name);
      default -> false;
    };
  }

  private boolean neverReturns(Expr.Identifier callee) {
    return callee.name().equals("__builtin_unreachable")
        || callee.name().equals("__builtin_trap")
        || unit.scopes.find(callee.name()) instanceof Entity.FunctionEntity f
            && f.symbol.isNoReturn;
  }
}
