package dev.ferry.c.check;

import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether control can reach the end of a statement: as gcc sees it at -O0, conditions that are
 * constants count, and calls of functions that never return.
 */
final class Reachability {
  private final Unit unit;

  /** For each statement around that {@code break} leaves: whether one does. */
  private final List<boolean[]> breaks = new ArrayList<>();

  private final boolean optimizing;

  Reachability(Unit unit) {
    this(unit, false);
  }

  private Reachability(Unit unit, boolean optimizing) {
    this.unit = unit;
    this.optimizing = optimizing;
  }

  /** As gcc sees it when it optimises: functions that were found never to return count, too. */
  static Reachability optimizing(Unit unit) {
    return new Reachability(unit, true);
  }

  /** Whether the end of the statement is reachable if its start is. */
  boolean completes(Statement s) {
    return completes(s, true);
  }

  private boolean completes(Statement s, boolean reachable) {
    return switch (s) {
      case Statement.Block x -> list(x.body(), reachable);
      case Statement.Expr x -> reachable && !neverReturns(x.expression());
      case Statement.LocalDecl x -> reachable && !initializerNeverReturns(x);
      case Statement.NestedFunction x -> reachable;
      case Statement.If x -> ifElse(x, reachable);
      case Statement.While x -> loop(x.condition(), x.body(), reachable, true);
      case Statement.DoWhile x -> loop(x.condition(), x.body(), reachable, false);
      case Statement.For x -> loop(x.condition(), x.body(), list(x.init(), reachable), true);
      case Statement.Switch x -> switchOn(x, reachable);
      case Statement.Case x -> completes(x.body(), true);
      case Statement.Labeled x -> completes(x.body(), reachable || x.label().isUsed);
      case Statement.Goto x -> false;
      case Statement.ComputedGoto x -> false;
      case Statement.Break x -> {
        if (reachable && !breaks.isEmpty()) {
          breaks.getLast()[0] = true;
        }
        yield false;
      }
      case Statement.Continue x -> false;
      case Statement.Return x -> false;
      case Statement.Empty x -> reachable;
      case Statement.Asm x -> reachable;
    };
  }

  private boolean list(List<Statement> body, boolean reachable) {
    boolean at = reachable;
    for (int i = 0; i < body.size(); i++) {
      at = completes(body.get(i), at);
    }
    return at;
  }

  private boolean ifElse(Statement.If s, boolean reachable) {
    int known = constant(s.condition());
    boolean then = completes(s.then(), reachable && known != 0);
    Statement otherwise = s.otherwise();
    boolean other =
        otherwise == null ? reachable && known != 1 : completes(otherwise, reachable && known != 1);
    return (then || other) && (!reachable || !neverReturns(s.condition()));
  }

  private boolean loop(
      @Nullable Expression condition, Statement body, boolean reachable, boolean testsFirst) {
    int known = condition == null ? 1 : constant(condition);
    breaks.add(new boolean[1]);
    boolean bodyEnds = completes(body, reachable && (!testsFirst || known != 0));
    boolean broken = breaks.removeLast()[0];
    boolean tested = testsFirst ? reachable : bodyEnds || containsContinue(body);
    return broken || known != 1 && tested;
  }

  private boolean containsContinue(Statement s) {
    return switch (s) {
      case Statement.Continue x -> true;
      case Statement.Block x -> x.body().stream().anyMatch(this::containsContinue);
      case Statement.If x -> {
        Statement otherwise = x.otherwise();
        yield containsContinue(x.then()) || otherwise != null && containsContinue(otherwise);
      }
      case Statement.Labeled x -> containsContinue(x.body());
      case Statement.Case x -> containsContinue(x.body());
      case Statement.Switch x -> containsContinue(x.body());
      default -> false;
    };
  }

  private boolean switchOn(Statement.Switch s, boolean reachable) {
    breaks.add(new boolean[1]);
    boolean ends = completes(s.body(), false);
    boolean broken = breaks.removeLast()[0];
    boolean hasDefault = false;
    for (int i = 0; i < s.cases().size(); i++) {
      hasDefault |= s.cases().get(i).isDefault();
    }
    return ends || broken || !hasDefault && reachable;
  }

  /** 1 true, 0 false, -1 unknown. */
  private static int constant(Expression e) {
    return ConstantFolder.isConstant(e) ? ConstantFolder.isZero(e) ? 0 : 1 : -1;
  }

  private boolean initializerNeverReturns(Statement.LocalDecl x) {
    var initializer = x.initializer();
    return initializer != null
        && initializer.elements().size() == 1
        && neverReturns(initializer.elements().getFirst().value());
  }

  /** Whether evaluating an expression never comes to an end. */
  boolean neverReturns(Expression e) {
    return switch (e) {
      case Expression.Call x -> x.isNoReturn() || optimizing && x.neverEnds();
      case Expression.BuiltinCall x ->
          x.builtin() == Builtin.UNREACHABLE
              || x.builtin() == Builtin.TRAP
              || x.builtin() == Builtin.LONGJMP;
      case Expression.Cast x -> neverReturns(x.operand());
      case Expression.Comma x -> neverReturns(x.left()) || neverReturns(x.right());
      case Expression.Conditional x -> {
        // assert(0), as macros have it, is 0 ? (void)0 : stop().
        int known = constant(x.condition());
        yield neverReturns(x.condition())
            || (known == 0 || neverReturns(x.then()))
                && (known == 1 || neverReturns(x.otherwise()));
      }
      case Expression.Logical x -> neverReturns(x.left());
      case Expression.Assign x -> neverReturns(x.value());
      case Expression.StatementExpression x -> {
        Reachability inner = new Reachability(unit, optimizing);
        boolean ends = inner.list(x.body(), true);
        Expression result = x.result();
        yield !ends || result != null && neverReturns(result);
      }
      default -> false;
    };
  }
}
