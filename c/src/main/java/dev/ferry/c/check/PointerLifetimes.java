package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uses of pointers to what is gone: given back (-Wuse-after-free) or a variable whose scope has
 * ended (-Wdangling-pointer); and what is given back to the wrong function (-Wmismatched-dealloc)
 * or not from its start (-Wfree-nonheap-object).
 *
 * <p>One walk in execution order, which knows what each pointer variable points to whose own
 * address is never taken. Where ways meet, what both know stays; what a loop assigns is forgotten
 * before it, and at labels everything is. Comparisons for equality are no uses.
 */
final class PointerLifetimes extends TreeWalk {
  /** Where {@code break} and {@code continue} lead. */
  private static final class Exit {
    final boolean isLoop;
    @Nullable PointerState broken;
    @Nullable PointerState continued;

    Exit(boolean isLoop) {
      this.isLoop = isLoop;
    }
  }

  private final Unit unit;
  private final PointerValues values;

  /** What is known here; null where nothing comes. */
  private @Nullable PointerState now = new PointerState();

  private final List<Exit> exits = new ArrayList<>();
  private final List<@Nullable PointerState> switches = new ArrayList<>();

  /** Where a use of the pointer is told of that is walked next; -1 where it stands. */
  private int useLoc = -1;

  /** The same where the pointer is followed and what it points to is all that is asked for. */
  private int placeLoc = -1;

  PointerLifetimes(Unit unit) {
    this.unit = unit;
    this.values = new PointerValues(unit);
  }

  void check(FunctionDefinition function) {
    statement(function.body());
    if (now != null) {
      values.leave(now);
    }
  }

  // ---- statements --------------------------------------------------------------------------

  @Override
  protected void statements(List<Statement> list, Object node) {
    for (Statement s : list) {
      statement(s);
    }
    leaveScope(list);
  }

  private void leaveScope(List<Statement> list) {
    if (now != null) {
      values.end(now, list);
    }
  }

  @Override
  protected void statement(Statement s) {
    switch (s) {
      case Statement.Expr x -> {
        expression(x.expression());
        if (!Reachability.optimizing(unit).completes(x)) {
          now = null;
        }
      }
      case Statement.LocalDecl x -> declaration(x);
      case Statement.If x -> branches(x);
      case Statement.While x -> loop(x, x.condition(), null, x.body(), true);
      case Statement.DoWhile x -> loop(x, x.condition(), null, x.body(), false);
      case Statement.For x -> {
        x.init().forEach(this::statement);
        loop(x, x.condition(), x.step(), x.body(), true);
        leaveScope(x.init());
      }
      case Statement.Switch x -> switchOn(x);
      case Statement.Case x -> {
        now = PointerState.join(now, copy(switches.getLast()));
        statement(x.body());
      }
      case Statement.Labeled x -> {
        if (x.label().isUsed) {
          now = new PointerState();
        }
        statement(x.body());
      }
      case Statement.Break x -> {
        Exit exit = exits.getLast();
        exit.broken = PointerState.join(exit.broken, now);
        now = null;
      }
      case Statement.Continue x -> {
        for (Exit exit : exits.reversed()) {
          if (exit.isLoop) {
            exit.continued = PointerState.join(exit.continued, now);
            break;
          }
        }
        now = null;
      }
      case Statement.Return x -> {
        returned(x);
        now = null;
      }
      case Statement.Goto x -> now = null;
      case Statement.ComputedGoto x -> {
        expression(x.address());
        now = null;
      }
      case Statement.NestedFunction x -> {}
      case Statement.Asm x -> {
        x.inputs().forEach(input -> expression(input.expression()));
        x.outputs().forEach(output -> target(output.expression(), null, output.expression().loc()));
      }
      default -> super.statement(s);
    }
  }

  private void declaration(Statement.LocalDecl x) {
    optional(x.dynamicSize());
    Variable variable = x.variable();
    Initializer initializer = x.initializer();
    boolean isOne = initializer != null && initializer.elements().size() == 1;
    if (initializer != null && isOne) {
      stored(initializer.elements().getFirst().value(), variable.loc);
    } else {
      initializer(initializer);
    }
    if (now != null) {
      values.begin(now, variable);
      if (PointerValues.isTracked(variable)) {
        values.assign(
            now,
            variable,
            initializer != null && isOne ? initializer.elements().getFirst().value() : null);
      }
    }
  }

  private void branches(Statement.If x) {
    condition(x.condition());
    int truth = BoundsWarnings.truth(x.condition());
    PointerState other = truth == 1 ? null : copy(now);
    if (truth == 0) {
      now = null;
    }
    assume(now, x.condition(), true);
    statement(x.then());
    PointerState then = now;
    now = other;
    assume(now, x.condition(), false);
    Statement otherwise = x.otherwise();
    if (otherwise != null) {
      statement(otherwise);
    }
    now = PointerState.join(then, now);
  }

  private void loop(
      Statement loop,
      @Nullable Expression condition,
      @Nullable Expression step,
      Statement body,
      boolean testsFirst) {
    forgetChanged(loop);
    Exit exit = new Exit(true);
    exits.add(exit);
    int truth = condition == null ? 1 : BoundsWarnings.truth(condition);
    PointerState skipped = null;
    if (testsFirst && condition != null) {
      condition(condition);
      skipped = truth == 1 ? null : copy(now);
      assume(now, condition, true);
    }
    if (testsFirst && truth == 0) {
      now = null;
    }
    statement(body);
    now = PointerState.join(now, exit.continued);
    optional(step);
    if (!testsFirst && condition != null) {
      condition(condition);
    }
    exits.removeLast();
    if (truth == 1) {
      now = null;
    }
    now = PointerState.join(PointerState.join(skipped, now), exit.broken);
  }

  /** What a loop assigns may be anything when a further round begins. */
  private void forgetChanged(Statement loop) {
    PointerState state = now;
    if (state == null || state.pointers.isEmpty()) {
      return;
    }
    new TreeWalk() {
      @Override
      protected void expression(Expression e) {
        switch (e) {
          case Expression.Assign x -> forget(x.target());
          case Expression.CompoundAssign x -> forget(x.target());
          case Expression.IncDec x -> forget(x.target());
          default -> {}
        }
        super.expression(e);
      }

      private void forget(Expression target) {
        if (target instanceof Expression.VarRef v) {
          state.pointers.remove(v.variable());
        }
      }

      void in(Statement s) {
        statement(s);
      }
    }.in(loop);
  }

  private void switchOn(Statement.Switch x) {
    expression(x.value());
    boolean hasDefault = x.cases().stream().anyMatch(Statement.Case::isDefault);
    PointerState entry = now;
    switches.add(entry);
    Exit exit = new Exit(false);
    exits.add(exit);
    now = null;
    statement(x.body());
    exits.removeLast();
    switches.removeLast();
    now = PointerState.join(now, exit.broken);
    if (!hasDefault) {
      now = PointerState.join(now, entry);
    }
  }

  private void returned(Statement.Return x) {
    Expression value = x.value();
    optional(value);
    if (now != null && value != null) {
      values.returned(now, value);
    }
    if (now != null) {
      values.leave(now);
    }
  }

  private static @Nullable PointerState copy(@Nullable PointerState state) {
    return state == null ? null : state.copy();
  }

  /** A condition holds, or does not: what depended on a pointer being null is settled. */
  private void assume(@Nullable PointerState state, Expression condition, boolean holds) {
    if (state == null) {
      return;
    }
    switch (condition) {
      case Expression.Cast x -> assume(state, x.operand(), holds);
      case Expression.Load x -> {
        if (x.lvalue() instanceof Expression.VarRef v) {
          state.settle(v.variable(), !holds);
        }
      }
      case Expression.Assign x -> {
        if (x.target() instanceof Expression.VarRef v) {
          state.settle(v.variable(), !holds);
        }
      }
      case Expression.Unary x -> {
        if (x.op() == Expression.UnaryOp.LOGICAL_NOT) {
          assume(state, x.operand(), !holds);
        }
      }
      case Expression.Binary x -> {
        boolean equal = x.op() == Expression.BinaryOp.EQ;
        if (x.op().isEquality() && isNull(x.right())) {
          assume(state, x.left(), holds != equal);
        } else if (x.op().isEquality() && isNull(x.left())) {
          assume(state, x.right(), holds != equal);
        }
      }
      case Expression.Logical x -> {
        if (x.isAnd() == holds) {
          assume(state, x.left(), holds);
          assume(state, x.right(), holds);
        }
      }
      default -> {}
    }
  }

  private static boolean isNull(Expression e) {
    return e.withoutCasts() instanceof IntConst c && c.value() == 0;
  }

  // ---- expressions -------------------------------------------------------------------------

  /** An expression that is only compared with zero. */
  private void condition(Expression e) {
    if (e instanceof Expression.Unary x && x.op() == Expression.UnaryOp.LOGICAL_NOT) {
      condition(x.operand());
    } else {
      compared(e);
    }
  }

  /** An operand of an equality. */
  private void compared(Expression e) {
    boolean isVariable =
        e.withoutCasts() instanceof Expression.Load load
            && load.lvalue() instanceof Expression.VarRef;
    if (!isVariable) {
      expression(e);
    }
  }

  @Override
  protected void expression(Expression e) {
    int loc = useLoc;
    int place = placeLoc;
    useLoc = -1;
    placeLoc = -1;
    switch (e) {
      case Expression.Load x -> {
        if (x.lvalue() instanceof Expression.VarRef v) {
          use(v.variable(), loc >= 0 ? loc : x.loc());
        } else {
          lvalue(x.lvalue(), place);
        }
      }
      case Expression.Cast x -> {
        boolean isDropped =
            x.type() instanceof CType.Void && x.operand() instanceof Expression.Load;
        if (!isDropped) {
          useLoc = loc;
          placeLoc = place;
          expression(x.operand());
        }
      }
      case Expression.AddressOf x -> lvalue(x.operand());
      case Expression.FieldRef x -> lvalue(x);
      case Expression.VectorElement x -> lvalue(x);
      case Expression.ComplexPart x -> lvalue(x.base());
      case Expression.PointerAdd x -> {
        useLoc = loc >= 0 ? loc : x.loc();
        expression(x.pointer());
        expression(x.index());
      }
      case Expression.Assign x -> {
        stored(x.value(), x.loc());
        target(x.target(), x.value(), x.loc());
      }
      case Expression.CompoundAssign x -> {
        expression(x.value());
        move(x, x.target(), x.value(), x.scale(), x.op() == Expression.BinaryOp.SUB);
      }
      case Expression.IncDec x ->
          move(x, x.target(), unit.intConst(x.loc(), 1), x.scale(), !x.increment());
      case Expression.Binary x -> {
        if (x.op().isEquality()) {
          compared(x.left());
          compared(x.right());
        } else {
          super.expression(x);
        }
      }
      case Expression.Unary x -> {
        if (x.op() == Expression.UnaryOp.LOGICAL_NOT) {
          condition(x.operand());
        } else {
          expression(x.operand());
        }
      }
      case Expression.Logical x -> {
        condition(x.left());
        PointerState skipped = copy(now);
        assume(skipped, x.left(), !x.isAnd());
        assume(now, x.left(), x.isAnd());
        condition(x.right());
        now = PointerState.join(skipped, now);
      }
      case Expression.Conditional x -> conditional(x);
      case Expression.Call x -> call(x);
      case Expression.StatementExpression x -> {
        x.body().forEach(this::statement);
        optional(x.result());
        leaveScope(x.body());
      }
      case Expression.Let x -> {
        expression(x.init());
        if (now != null && PointerValues.isTracked(x.temp())) {
          values.assign(now, x.temp(), x.init());
        }
        expression(x.body());
      }
      default -> super.expression(e);
    }
  }

  private void conditional(Expression.Conditional x) {
    condition(x.condition());
    int truth = BoundsWarnings.truth(x.condition());
    PointerState other = copy(now);
    assume(now, x.condition(), true);
    if (truth != 0) {
      expression(x.then());
    }
    PointerState then = now;
    now = other;
    assume(now, x.condition(), false);
    if (truth != 1) {
      expression(x.otherwise());
    }
    now = truth == 1 ? then : truth == 0 ? now : PointerState.join(then, now);
  }

  /** A value that is stored as it is. */
  private void stored(Expression value, int loc) {
    useLoc = loc;
    placeLoc = loc;
    expression(value);
  }

  private void lvalue(Expression e) {
    lvalue(e, -1);
  }

  /**
   * What an lvalue is computed from.
   *
   * @param loc where a use of the pointer that leads to it is told of; -1 where it stands
   */
  private void lvalue(Expression e, int loc) {
    switch (e) {
      case Expression.Deref x -> {
        useLoc = loc >= 0 ? loc : x.loc();
        expression(x.pointer());
      }
      case Expression.FieldRef x -> lvalue(x.base(), loc >= 0 ? loc : x.loc());
      case Expression.VectorElement x -> {
        lvalue(x.base());
        expression(x.index());
      }
      case Expression.ComplexPart x -> lvalue(x.base());
      case Expression.CompoundLiteral x -> initializer(x.initializer());
      case Expression.VarRef x -> {}
      case Expression.StringRef x -> {}
      case Expression.FunctionRef x -> {}
      default -> expression(e);
    }
  }

  private void use(Variable variable, int loc) {
    if (now != null) {
      values.use(now, variable, loc);
    }
  }

  /**
   * What is assigned.
   *
   * @param value null if that is not known
   */
  private void target(Expression target, @Nullable Expression value, int loc) {
    boolean tracked =
        target instanceof Expression.VarRef v && PointerValues.isTracked(v.variable());
    if (!tracked) {
      lvalue(target, loc);
    }
    if (now == null) {
      return;
    }
    if (tracked) {
      values.assign(now, ((Expression.VarRef) target).variable(), value);
    } else {
      values.store(now, target, value, loc);
    }
  }

  /** {@code p += count}, {@code p++}. */
  private void move(
      Expression e, Expression target, Expression count, long scale, boolean subtract) {
    if (!(target instanceof Expression.VarRef v) || !PointerValues.isTracked(v.variable())) {
      lvalue(target);
    } else if (now != null) {
      values.use(now, v.variable(), e.loc());
      PointerValues.move(now, v.variable(), count, scale, subtract);
    }
  }

  private void call(Expression.Call call) {
    expression(call.callee());
    for (Expression argument : call.arguments()) {
      useLoc = call.loc();
      expression(argument);
    }
    useLoc = -1;
    if (now != null) {
      values.call(now, call);
    }
  }
}
