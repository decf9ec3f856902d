package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * -Winfinite-recursion: a function that calls itself on each way to its end. Ways out of a loop or
 * to a label count as ways out of the function, so that nothing is said where that is not plain.
 */
final class InfiniteRecursion {
  /** What happens in a statement. */
  private enum Way {
    /** The function is called, or the program ended, before anything leaves the statement. */
    CALLS,
    /** The end is reached, at least sometimes, and no other way out is gone before a call. */
    PASSES,
    /** Something else leads out before a call, or may. */
    LEAVES
  }

  private final Unit unit;
  private final FunctionDefinition function;

  private Expression.@Nullable Call found;

  InfiniteRecursion(Unit unit, FunctionDefinition function) {
    this.unit = unit;
    this.function = function;
  }

  /** What a system header declares may come from elsewhere, as gcc has it. */
  void check() {
    if (!unit.diagnostics.sources().isSystem(function.symbol().loc)
        && way(function.body()) == Way.CALLS
        && found != null) {
      unit.report(INFINITE_RECURSION, function.loc()).note(found.loc(), "recursive call");
    }
  }

  private Way way(@Nullable Statement s) {
    return switch (s) {
      case null -> Way.PASSES;
      case Statement.Block x -> way(x.body());
      case Statement.Expr x ->
          calls(x.expression())
              ? Way.CALLS
              : Reachability.optimizing(unit).completes(x) ? Way.PASSES : end(x.expression());
      case Statement.LocalDecl x -> calls(x.initializer()) ? Way.CALLS : Way.PASSES;
      case Statement.If x -> branches(x);
      case Statement.While x -> loop(x.condition(), x.body(), true);
      case Statement.DoWhile x -> loop(x.condition(), x.body(), false);
      case Statement.For x -> {
        Way first = way(x.init());
        yield first != Way.PASSES ? first : loop(x.condition(), x.body(), true);
      }
      case Statement.Switch x ->
          calls(x.value()) ? Way.CALLS : Exits.in(unit, x) ? Way.LEAVES : Way.PASSES;
      case Statement.Return x -> {
        Expression value = x.value();
        yield value != null && calls(value) ? Way.CALLS : Way.LEAVES;
      }
      case Statement.Empty x -> Way.PASSES;
      case Statement.NestedFunction x -> Way.PASSES;
      default -> Way.LEAVES;
    };
  }

  private Way way(List<Statement> list) {
    for (Statement s : list) {
      Way way = way(s);
      if (way != Way.PASSES) {
        return way;
      }
    }
    return Way.PASSES;
  }

  /** What never returns ends the way, unless it leads back into a caller. */
  private static Way end(Expression e) {
    FunctionSymbol called = e instanceof Expression.Call call ? call.function() : null;
    return called != null && !called.name.endsWith("longjmp") ? Way.CALLS : Way.LEAVES;
  }

  private Way branches(Statement.If x) {
    if (calls(x.condition())) {
      return Way.CALLS;
    }
    int truth = BoundsWarnings.truth(x.condition());
    Way then = way(x.then());
    Way otherwise = way(x.otherwise());
    if (truth >= 0) {
      return truth == 1 ? then : otherwise;
    }
    if (then == Way.LEAVES || otherwise == Way.LEAVES) {
      return Way.LEAVES;
    }
    return then == otherwise ? then : Way.PASSES;
  }

  private Way loop(@Nullable Expression condition, Statement body, boolean testsFirst) {
    if (testsFirst && condition != null && calls(condition)) {
      return Way.CALLS;
    }
    Way inside = way(body);
    boolean forEver = condition == null || BoundsWarnings.truth(condition) == 1;
    if (inside == Way.CALLS) {
      return !testsFirst || forEver ? Way.CALLS : Way.PASSES;
    }
    if (inside == Way.LEAVES || forEver) {
      return Way.LEAVES;
    }
    return !testsFirst && condition != null && calls(condition) ? Way.CALLS : Way.PASSES;
  }

  private boolean calls(@Nullable Initializer initializer) {
    if (initializer != null) {
      for (Initializer.Element element : initializer.elements()) {
        if (calls(element.value())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the function is called whenever an expression is evaluated. */
  private boolean calls(Expression e) {
    Search search = new Search();
    search.expression(e);
    return search.calls;
  }

  private final class Search extends TreeWalk {
    private boolean calls;

    @Override
    protected void expression(Expression e) {
      switch (e) {
        case Expression.Call x -> {
          super.expression(x);
          if (x.function() == function.symbol()) {
            calls = true;
            found = found == null ? x : found;
          }
        }
        case Expression.Logical x -> expression(x.left());
        case Expression.Conditional x -> {
          expression(x.condition());
          calls |= calls(x.then()) && calls(x.otherwise());
        }
        case Expression.StatementExpression x -> {
          Way way = way(x.body());
          Expression result = x.result();
          calls |= way == Way.CALLS || way == Way.PASSES && result != null && calls(result);
        }
        default -> super.expression(e);
      }
    }

    private boolean calls(Expression e) {
      return InfiniteRecursion.this.calls(e);
    }
  }
}
