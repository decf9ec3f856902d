package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionDefinition;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * -Wuninitialized: a scalar whose address is never taken is read where no path has assigned it, in
 * code that runs whenever the function does. One walk in execution order; what a branch or loop may
 * assign counts as assigned behind it. Labels end the walk.
 *
 * <p>-Wmaybe-uninitialized: the same in code that may be skipped; and a read that surely happens
 * behind a branch or loop that assigns on some ways only. One condition may stand for another, and
 * a flag for an assignment: so nothing is said of a read under a condition of its own, nor behind a
 * way out or another assignment between the branch and the read.
 */
final class UninitializedWarnings extends TreeWalk {
  private final Unit unit;

  /** Declared without initialiser and assigned on no path so far. */
  private Set<Variable> unassigned = newSet();

  /** Assigned on some of the ways to here, by a branch of the function's own level. */
  private final Set<Variable> maybe = newSet();

  /** Assigned a constant last, whatever the ways to here, or what a test with a way out left. */
  private final Set<Variable> known = newSet();

  private final Set<Variable> reported = newSet();

  /** Depth of code that may be skipped. */
  private int conditional;

  /** Loops around. */
  private int loops;

  /** Depth of code inside the outermost loop that its first round may skip. */
  private int conditionalInLoop;

  private boolean stopped;

  UninitializedWarnings(Unit unit) {
    this.unit = unit;
  }

  private static Set<Variable> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  void check(FunctionDefinition function) {
    if (function.symbol().isInternal) {
      known.addAll(function.parameters()); // Its calls are in this file, most with constants.
    }
    statement(function.body());
  }

  @Override
  protected void statements(List<Statement> list, Object node) {
    for (int i = 0; i < list.size() && !stopped; i++) {
      statement(list.get(i));
    }
  }

  @Override
  protected void statement(Statement s) {
    if (stopped) {
      return;
    }
    boolean branches =
        conditional == 0
            && (s instanceof Statement.If
                || s instanceof Statement.While
                || s instanceof Statement.For
                || s instanceof Statement.Switch);
    Set<Variable> before = branches ? copy(unassigned) : newSet();
    Set<Variable> knownBefore = branches ? copy(known) : newSet();
    walk(s);
    if (branches) {
      joined(s, before, knownBefore);
    }
  }

  /** Behind a branch or loop: what it assigned, on some ways or on all. */
  private void joined(Statement s, Set<Variable> before, Set<Variable> knownBefore) {
    maybe.removeIf(v -> new DefiniteAssignment(unit, v, knownBefore).in(s));
    if (Exits.in(unit, s)) {
      maybe.clear();
      if (s instanceof Statement.If x) {
        tested(x.condition());
      }
    }
    for (Variable v : before) {
      if (!unassigned.contains(v) && !new DefiniteAssignment(unit, v, knownBefore).in(s)) {
        maybe.add(v);
      }
    }
  }

  /** Behind {@code if (p == 0) return;} a loop over {@code p} is known to run. */
  private void tested(Expression condition) {
    switch (condition) {
      case Expression.Load x -> {
        if (x.lvalue() instanceof Expression.VarRef v) {
          known.add(v.variable());
        }
      }
      case Expression.Cast x -> tested(x.operand());
      case Expression.Unary x -> tested(x.operand());
      case Expression.Logical x -> {
        tested(x.left());
        tested(x.right());
      }
      case Expression.Binary x -> {
        if (x.op().isEquality() && DefiniteAssignment.isConstant(x.right())) {
          tested(x.left());
        }
      }
      default -> {}
    }
  }

  private void walk(Statement s) {
    switch (s) {
      case Statement.LocalDecl x -> declaration(x);
      case Statement.If x -> {
        expression(x.condition());
        int truth = BoundsWarnings.truth(x.condition());
        branch(truth == 0 ? null : x.then());
        branch(truth == 1 ? null : x.otherwise());
      }
      case Statement.While x -> loop(x.condition(), null, x.body());
      case Statement.For x -> {
        statements(x.init(), x);
        loop(x.condition(), x.step(), x.body());
      }
      case Statement.DoWhile x -> doWhile(x);
      case Statement.Switch x -> {
        expression(x.value());
        branch(x.body());
      }
      case Statement.Return x -> {
        optional(x.value());
        stopped |= conditional == 0;
      }
      case Statement.Asm x -> asm(x);
      case Statement.Labeled x -> stopped = true;
      case Statement.Goto x -> stopped |= conditional == 0;
      case Statement.ComputedGoto x -> stopped = true;
      case Statement.NestedFunction x -> stopped = true;
      default -> super.statement(s);
    }
  }

  private void branch(@Nullable Statement s) {
    if (s == null) {
      return;
    }
    enter();
    statement(s);
    leave();
  }

  private void enter() {
    conditional++;
    conditionalInLoop += loops > 0 ? 1 : 0;
  }

  private void leave() {
    conditionalInLoop -= loops > 0 ? 1 : 0;
    conditional--;
  }

  /** What the body assigns may reach the condition again: it counts before the walk. */
  private void loop(@Nullable Expression condition, @Nullable Expression step, Statement body) {
    Set<Variable> before = copy(unassigned);
    enter();
    loops++;
    int was = reported.size();
    if (condition != null) {
      // Walked below; the body comes behind it.
      unassigned.removeIf(v -> new DefiniteAssignment(unit, v, known).in(condition));
    }
    statement(body);
    optional(step);
    loops--;
    leave();
    if (was != reported.size()) {
      return;
    }
    Set<Variable> after = unassigned;
    unassigned = before;
    unassigned.retainAll(after);
    optional(condition);
  }

  private void doWhile(Statement.DoWhile x) {
    enter();
    loops++;
    statement(x.body());
    loops--;
    leave();
    expression(x.condition());
  }

  private static Set<Variable> copy(Set<Variable> set) {
    Set<Variable> copy = newSet();
    copy.addAll(set);
    return copy;
  }

  private void declaration(Statement.LocalDecl x) {
    Variable variable = x.variable();
    Initializer initializer = x.initializer();
    if (initializer != null) {
      initializer(initializer);
      if (Types.isScalar(variable.type) && initializer.elements().size() == 1) {
        assigned(variable, initializer.elements().getFirst().value());
      }
      return;
    }
    if (variable.storage == Variable.Storage.LOCAL
        && !variable.isAddressTaken
        && variable.register == null
        && Types.isScalar(variable.type)
        && !variable.type.isVolatile()
        && !variable.name.startsWith(".")) {
      unassigned.add(variable);
    }
  }

  private void asm(Statement.Asm x) {
    for (Statement.AsmOperand input : x.inputs()) {
      expression(input.expression());
    }
    for (Statement.AsmOperand output : x.outputs()) {
      target(output.expression());
    }
    stopped |= !x.labels().isEmpty() && conditional == 0;
  }

  private void maybe(Expression e) {
    enter();
    expression(e);
    leave();
  }

  private void assigned(Variable variable, Expression value) {
    if (conditional == 0 && DefiniteAssignment.isKnown(value, known)) {
      known.add(variable);
    }
  }

  /** An lvalue that is written: what it is computed from is read. */
  private void target(Expression lvalue) {
    switch (lvalue) {
      case Expression.VarRef v -> {
        unassigned.remove(v.variable());
        known.remove(v.variable());
        maybe.remove(v.variable()); // A second branch that assigns may be the other half.
      }
      default -> lvalue(lvalue);
    }
  }

  private void lvalue(Expression e) {
    switch (e) {
      case Expression.Deref d -> expression(d.pointer());
      case Expression.FieldRef f -> lvalue(f.base());
      case Expression.VectorElement v -> {
        lvalue(v.base());
        expression(v.index());
      }
      case Expression.ComplexPart c -> {
        if (c.base() instanceof Expression.VarRef v) {
          unassigned.remove(v.variable());
        } else {
          lvalue(c.base());
        }
      }
      case Expression.VarRef v -> {}
      case Expression.CompoundLiteral c -> initializer(c.initializer());
      case Expression.StringRef s -> {}
      default -> expression(e);
    }
  }

  private void read(Expression.Load load) {
    if (load.lvalue() instanceof Expression.VarRef v) {
      Variable variable = v.variable();
      boolean never = unassigned.contains(variable);
      if (conditional == 0 ? never || maybe.contains(variable) : never && isFirstRound()) {
        if (reported.add(variable)) {
          boolean surely = conditional == 0 && never;
          unit.report(surely ? UNINITIALIZED : MAYBE_UNINITIALIZED, load.loc(), variable.name)
              .note(variable.loc, "‘%s’ was declared here", variable.name);
        }
      }
      return;
    }
    lvalue(load.lvalue());
  }

  /** Whether no assignment further down a loop can come before: code of its first round. */
  private boolean isFirstRound() {
    return loops == 0 || conditionalInLoop == 0;
  }

  @Override
  protected void expression(Expression e) {
    switch (e) {
      case Expression.Load x -> read(x);
      case Expression.Assign x -> {
        expression(x.value());
        target(x.target());
        if (x.target() instanceof Expression.VarRef v) {
          assigned(v.variable(), x.value());
        }
      }
      case Expression.CompoundAssign x -> {
        expression(x.value());
        readThenWrite(x.loc(), x.type(), x.target());
      }
      case Expression.IncDec x -> readThenWrite(x.loc(), x.type(), x.target());
      case Expression.Logical x -> {
        expression(x.left());
        maybe(x.right());
      }
      case Expression.Conditional x -> {
        expression(x.condition());
        maybe(x.then());
        maybe(x.otherwise());
      }
      case Expression.Cast x -> {
        // (void)x is a use that says nothing.
        if (!(x.type() instanceof CType.Void && x.operand() instanceof Expression.Load)) {
          expression(x.operand());
        }
      }
      case Expression.StatementExpression x -> {
        statements(x.body(), x);
        if (!stopped) {
          optional(x.result());
        }
      }
      case Expression.AddressOf x -> lvalue(x.operand());
      case Expression.FieldRef x -> lvalue(x.base());
      case Expression.VectorElement x -> lvalue(x);
      case Expression.ComplexPart x -> lvalue(x.base());
      default -> super.expression(e);
    }
  }

  private void readThenWrite(int loc, CType type, Expression target) {
    if (target instanceof Expression.VarRef) {
      read(new Expression.Load(loc, type, target));
    }
    target(target);
  }
}
