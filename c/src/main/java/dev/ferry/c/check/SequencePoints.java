package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * -Wsequence-point: an object changed twice, or changed and read, with no sequence point between
 * (C17 6.5p2). After gcc's {@code verify_tree}: only named objects count; each operand yields what
 * it reads and writes, and operands that are not sequenced are compared.
 */
final class SequencePoints {
  /** A use of an object: its name, where, and whether it is written. */
  private record Use(String name, int loc, boolean write) {}

  private final Unit unit;
  private final List<String> reported = new ArrayList<>(0);

  SequencePoints(Unit unit) {
    this.unit = unit;
  }

  /** Checks a full expression. */
  void check(Expr e) {
    if (mayConflict(e)) {
      uses(e);
    }
  }

  /** A quick look: without a write inside an operand there is nothing to find. */
  private static boolean mayConflict(Expr e) {
    return switch (ExpressionChecker.bare(e)) {
      case Expr.Assign x ->
          UnusedValues.hasSideEffects(x.value()) || UnusedValues.hasSideEffects(x.target());
      case Expr.Binary x -> UnusedValues.hasSideEffects(x);
      case Expr.Call x -> !x.arguments().isEmpty();
      case Expr.Conditional x -> true;
      case Expr.Unary x -> mayConflict(x.operand());
      case Expr.Cast x -> mayConflict(x.operand());
      case Expr.Subscript x -> UnusedValues.hasSideEffects(x);
      case Expr.Member x -> mayConflict(x.object());
      default -> false;
    };
  }

  private List<Use> uses(Expr e) {
    List<Use> uses = new ArrayList<>(4);
    collect(e, uses);
    return uses;
  }

  private void collect(Expr e, List<Use> into) {
    switch (e) {
      case Expr.Paren x -> collect(x.inner(), into);
      case Expr.Identifier x -> {
        if (unit.scopes.find(x.name()) instanceof Entity.ObjectEntity) {
          into.add(new Use(x.name(), x.loc(), false));
        }
      }
      case Expr.Assign x -> assign(x, into);
      case Expr.Binary x -> binary(x, into);
      case Expr.Unary x -> unary(x, into);
      case Expr.Subscript x -> unsequenced(List.of(x.array(), x.index()), into);
      case Expr.Member x -> collect(x.object(), into);
      case Expr.Cast x -> collect(x.operand(), into);
      case Expr.Conditional x -> {
        uses(x.condition());
        Expr then = x.then();
        if (then != null) {
          collect(then, into);
        }
        collect(x.otherwise(), into);
      }
      case Expr.Call x -> call(x, into);
      default -> {}
    }
  }

  /** The arguments are not sequenced with each other, but all before the call. */
  private void call(Expr.Call x, List<Use> into) {
    List<Use> inside = new ArrayList<>();
    unsequenced(x.arguments(), inside);
    for (Use use : inside) {
      if (!use.write) {
        into.add(use);
      }
    }
  }

  private void binary(Expr.Binary x, List<Use> into) {
    switch (x.op()) {
      case LOGICAL_AND, LOGICAL_OR, COMMA -> {
        uses(x.left());
        collect(x.right(), into);
      }
      default -> unsequenced(List.of(x.left(), x.right()), into);
    }
  }

  private void unsequenced(List<Expr> operands, List<Use> into) {
    int start = into.size();
    for (Expr operand : operands) {
      List<Use> own = uses(operand);
      for (Use use : own) {
        for (int i = start; i < into.size(); i++) {
          conflict(into.get(i), use);
        }
      }
      into.addAll(own);
    }
  }

  private void conflict(Use a, Use b) {
    if ((a.write || b.write) && a.name.equals(b.name) && !reported.contains(a.name)) {
      reported.add(a.name);
      unit.report(SEQUENCE_POINT, a.write ? a.loc : b.loc, a.name);
    }
  }

  private void unary(Expr.Unary x, List<Use> into) {
    switch (x.op()) {
      case PRE_INCREMENT, PRE_DECREMENT, POST_INCREMENT, POST_DECREMENT ->
          written(x.operand(), x.loc(), into);
      default -> collect(x.operand(), into);
    }
  }

  private void written(Expr target, int loc, List<Use> into) {
    Expr bare = ExpressionChecker.bare(target);
    if (bare instanceof Expr.Identifier name) {
      into.add(new Use(name.name(), loc, true));
    } else {
      collect(bare, into);
    }
  }

  /** The store comes after both operands' values, but not after their side effects. */
  private void assign(Expr.Assign x, List<Use> into) {
    List<Use> value = uses(x.value());
    Expr target = ExpressionChecker.bare(x.target());
    if (target instanceof Expr.Identifier name) {
      for (Use use : value) {
        if (use.write) {
          conflict(use, new Use(name.name(), x.loc(), true));
        }
      }
      into.addAll(value);
      into.add(new Use(name.name(), x.loc(), true));
      return;
    }
    List<Use> place = uses(target);
    for (Use a : place) {
      for (Use b : value) {
        conflict(a, b);
      }
    }
    into.addAll(place);
    into.addAll(value);
  }
}
