package dev.ferry.c.check;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement assigns a variable on every way to its end, as far as the shape of the source
 * says; where that is not plain, the answer is yes. A way that leaves the statement does not count.
 */
final class DefiniteAssignment {
  private final Unit unit;
  private final Variable variable;

  /** What holds a constant before the statement, or was tested. */
  private final Set<Variable> known;

  DefiniteAssignment(Unit unit, Variable variable, Set<Variable> known) {
    this.unit = unit;
    this.variable = variable;
    this.known = known;
  }

  boolean in(@Nullable Statement s) {
    return switch (s) {
      case null -> false;
      case Statement.Block x -> inAny(x.body());
      case Statement.Expr x -> in(x.expression()) || !Reachability.optimizing(unit).completes(x);
      case Statement.LocalDecl x -> in(x.initializer());
      case Statement.If x -> {
        int truth = BoundsWarnings.truth(x.condition());
        yield in(x.condition())
            || (truth == 0 || in(x.then())) && (truth == 1 || in(x.otherwise()));
      }
      case Statement.While x ->
          BoundsWarnings.truth(x.condition()) == 1
              || in(x.condition())
              || beginsWithKnown(x.condition()) && endsWithConstant(x.condition());
      case Statement.DoWhile x -> in(x.body()) || in(x.condition());
      case Statement.For x -> {
        Expression condition = x.condition();
        yield inAny(x.init())
            || condition == null
            || BoundsWarnings.truth(condition) == 1
            || in(condition)
            || (startsWithKnown(x.init()) || beginsWithKnown(condition))
                && endsWithConstant(condition);
      }
      case Statement.Switch x -> in(x.value()) || hasDefault(x) || coversEnum(x);
      case Statement.Case x -> in(x.body());
      case Statement.Empty x -> false;
      default -> true;
    };
  }

  private boolean inAny(List<Statement> list) {
    for (Statement s : list) {
      if (in(s)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasDefault(Statement.Switch x) {
    for (Statement.Case label : x.cases()) {
      if (label.isDefault()) {
        return true;
      }
    }
    return false;
  }

  /** Whether each enumerator of the value's type has its case, which is as good as a default. */
  private static boolean coversEnum(Statement.Switch x) {
    Expression at = x.value();
    while (at instanceof Expression.Cast cast && !(at.type() instanceof CType.Enum)) {
      at = cast.operand();
    }
    if (!(at.type().unqualified() instanceof CType.Enum type)) {
      return false;
    }
    for (CType.Enumerator enumerator : type.enumerators) {
      boolean covered = false;
      for (Statement.Case label : x.cases()) {
        covered |= label.low() <= enumerator.value() && enumerator.value() <= label.high();
      }
      if (!covered) {
        return false;
      }
    }
    return true;
  }

  /** {@code for (i = 0; …} may be known to run. */
  private boolean startsWithKnown(List<Statement> init) {
    for (Statement s : init) {
      boolean constant =
          s instanceof Statement.Expr e
                  && e.expression() instanceof Expression.Assign a
                  && isKnown(a.value(), known)
              || s instanceof Statement.LocalDecl d
                  && d.initializer() != null
                  && d.initializer().elements().size() == 1
                  && isKnown(d.initializer().elements().getFirst().value(), known);
      if (constant) {
        return true;
      }
    }
    return false;
  }

  /** {@code i = 0; while (i …} may be known to run. */
  private boolean beginsWithKnown(Expression condition) {
    return switch (condition) {
      case Expression.Load x ->
          x.lvalue() instanceof Expression.VarRef v && known.contains(v.variable());
      case Expression.Cast x -> beginsWithKnown(x.operand());
      case Expression.Unary x -> beginsWithKnown(x.operand());
      case Expression.IncDec x ->
          x.target() instanceof Expression.VarRef v && known.contains(v.variable());
      case Expression.Binary x -> beginsWithKnown(x.left()) || beginsWithKnown(x.right());
      case Expression.Logical x -> beginsWithKnown(x.left()) && beginsWithKnown(x.right());
      default -> false;
    };
  }

  private static boolean endsWithConstant(Expression condition) {
    Expression at = condition.withoutCasts();
    return !(at instanceof Expression.Binary b)
        || !b.op().isComparison()
        || isConstant(b.left())
        || isConstant(b.right());
  }

  static boolean isConstant(Expression e) {
    Expression at = e.withoutCasts();
    return ConstantFolder.isConstant(at);
  }

  /** A constant, or the value of a variable of which something is known. */
  static boolean isKnown(Expression e, Set<Variable> known) {
    Expression at = e.withoutCasts();
    return isConstant(at)
        || at instanceof Expression.Load x
            && x.lvalue() instanceof Expression.VarRef v
            && known.contains(v.variable());
  }

  private boolean in(@Nullable Initializer initializer) {
    if (initializer != null) {
      for (Initializer.Element element : initializer.elements()) {
        if (in(element.value())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether an expression assigns it, always or sometimes. */
  boolean in(Expression e) {
    return switch (e) {
      case Expression.Assign x -> isIt(x.target()) || in(x.target()) || in(x.value());
      case Expression.CompoundAssign x -> isIt(x.target()) || in(x.target()) || in(x.value());
      case Expression.IncDec x -> isIt(x.target()) || in(x.target());
      case Expression.Load x -> in(x.lvalue());
      case Expression.AddressOf x -> in(x.operand());
      case Expression.Deref x -> in(x.pointer());
      case Expression.FieldRef x -> in(x.base());
      case Expression.Cast x -> in(x.operand());
      case Expression.Unary x -> in(x.operand());
      case Expression.Binary x -> in(x.left()) || in(x.right());
      case Expression.PointerAdd x -> in(x.pointer()) || in(x.index());
      case Expression.PointerDiff x -> in(x.left()) || in(x.right());
      case Expression.Logical x -> in(x.left()) || in(x.right());
      case Expression.Conditional x -> in(x.condition()) || in(x.then()) || in(x.otherwise());
      case Expression.Comma x -> in(x.left()) || in(x.right());
      case Expression.Call x -> in(x.callee()) || inAnyOf(x.arguments());
      case Expression.BuiltinCall x -> inAnyOf(x.arguments());
      case Expression.VarRef x -> false;
      case Expression.IntConst x -> false;
      case Expression.FloatConst x -> false;
      case Expression.StringRef x -> false;
      case Expression.FunctionRef x -> false;
      case Expression.CompoundLiteral x -> in(x.initializer());
      default -> true;
    };
  }

  private boolean inAnyOf(List<Expression> list) {
    for (Expression e : list) {
      if (in(e)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIt(Expression target) {
    return target instanceof Expression.VarRef v && v.variable() == variable;
  }
}
