package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Case labels of switch statements (C17 6.8.1, 6.8.4.2), and what is missing among them. */
final class SwitchChecker {
  private final Unit unit;
  private final Types types;

  SwitchChecker(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** A truth value that a switch asks for, with a case that it never has. */
  private void checkTruth(
      dev.ferry.c.syntax.Statement.Switch s,
      FunctionState.SwitchState state,
      List<Statement.Case> sorted) {
    boolean reaches =
        !sorted.isEmpty() && (sorted.getFirst().low() < 0 || sorted.getLast().high() > 1);
    if (reaches && (state.original instanceof CType.Bool || isTruth(s.value()))) {
      unit.report(SWITCH_BOOL, s.loc());
    }
  }

  private static boolean isTruth(Expr value) {
    return switch (ExpressionChecker.bare(value)) {
      case Expr.Unary u -> u.op() == Expr.UnaryOp.NOT;
      case Expr.Binary b ->
          switch (b.op()) {
            case EQUAL,
                NOT_EQUAL,
                LESS,
                LESS_EQUAL,
                GREATER,
                GREATER_EQUAL,
                LOGICAL_AND,
                LOGICAL_OR ->
                true;
            default -> false;
          };
      default -> false;
    };
  }

  /** A label's value before conversion; null, and reported, if it is no integer constant. */
  @Nullable Expression label(Expr syntax, FunctionState.SwitchState state) {
    Expression value = unit.expressions.value(syntax);
    if (unit.isError(value)) {
      return null;
    }
    if (value.type() instanceof CType.Pointer) {
      unit.report(POINTER_CASE, syntax.loc());
      return null;
    }
    Expression constant = unit.expressions.settle(value);
    if (!ConstantFolder.isInteger(constant)) {
      unit.report(CASE_NOT_CONSTANT, syntax.loc());
      return null;
    }
    return constant;
  }

  /** Adds a case; its index among the switch's, or -1 if it is not used. */
  int add(
      dev.ferry.c.syntax.Statement.Case s,
      FunctionState.SwitchState state,
      Expression low,
      Expression high) {
    long from = convert(s, s.low(), state, low);
    long to = s.high() == null ? from : convert(s, s.high(), state, high);
    boolean signed = types.isSigned(state.type);
    if (signed ? from > to : Long.compareUnsigned(from, to) > 0) {
      unit.report(CASE_RANGE_EMPTY, s.loc());
      return -1;
    }
    state.cases.add(new Statement.Case(s.loc(), from, to, false, new Statement.Empty(s.loc())));
    state.caseSyntax.add(s.low());
    return state.cases.size() - 1;
  }

  private long convert(
      dev.ferry.c.syntax.Statement.Case s,
      Expr syntax,
      FunctionState.SwitchState state,
      Expression value) {
    BigInteger exact = unit.folder.big(value);
    if (types.width(state.type) <= 64
        && (exact.compareTo(types.minimum(state.type)) < 0
            || exact.compareTo(types.maximum(state.type)) > 0)) {
      unit.conversionWarnings.implicit(value, state.type, syntax.loc());
    } else {
      outside(s.loc(), state, exact);
    }
    Expression converted = unit.conversions.cast(value, state.type);
    return converted instanceof Expression.IntConst c ? c.value() : exact.longValue();
  }

  /** A value that the type before promotion cannot have never matches. */
  private void outside(int loc, FunctionState.SwitchState state, BigInteger exact) {
    CType original = state.original;
    if (original instanceof CType.Enum || unit.isError(original)) {
      return;
    }
    if (exact.compareTo(types.minimum(original)) < 0) {
      unit.report(CASE_BELOW_MINIMUM, loc);
    } else if (exact.compareTo(types.maximum(original)) > 0) {
      unit.report(CASE_ABOVE_MAXIMUM, loc);
    }
  }

  void checkScope(int loc, FunctionState.SwitchState state, FunctionState.@Nullable VlaScope here) {
    if (here != state.vlaScope && here != null) {
      unit.report(SWITCH_INTO_VLA, loc)
          .note(here.variable().loc, "‘%s’ declared here", here.variable().name);
    }
  }

  /** Checks all labels together. */
  void finish(dev.ferry.c.syntax.Statement.Switch s, FunctionState.SwitchState state) {
    List<Statement.Case> sorted = new ArrayList<>(state.cases.size());
    for (Statement.Case c : state.cases) {
      if (!c.isDefault()) {
        sorted.add(c);
      }
    }
    boolean signed = types.isSigned(state.type);
    sorted.sort((a, b) -> {
      int order = signed ? Long.compare(a.low(), b.low()) : Long.compareUnsigned(a.low(), b.low());
      return order != 0 ? order : Integer.compare(a.loc(), b.loc());
    });
    for (int i = 1; i < sorted.size(); i++) {
      Statement.Case before = sorted.get(i - 1);
      Statement.Case c = sorted.get(i);
      boolean overlaps =
          signed ? c.low() <= before.high() : Long.compareUnsigned(c.low(), before.high()) <= 0;
      if (overlaps) {
        duplicate(before, c);
      }
    }
    if (state.original instanceof CType.Enum e) {
      checkEnum(s, state, e, sorted);
    }
    checkTruth(s, state, sorted);
    if (state.defaultLoc == 0) {
      unit.report(SWITCH_DEFAULT, s.loc());
    }
  }

  private void duplicate(Statement.Case a, Statement.Case b) {
    Statement.Case later = a.loc() > b.loc() ? a : b;
    Statement.Case earlier = later == a ? b : a;
    boolean range = later.low() != later.high();
    if (range) {
      unit.report(OVERLAPPING_CASE, later.loc())
          .note(earlier.loc(), "this is the first entry overlapping that value");
    } else {
      unit.report(DUPLICATE_CASE, later.loc()).note(earlier.loc(), "previously used here");
    }
  }

  private void checkEnum(
      dev.ferry.c.syntax.Statement.Switch s,
      FunctionState.SwitchState state,
      CType.Enum type,
      List<Statement.Case> cases) {
    boolean wanted =
        unit.isEnabled(SWITCH_ENUM) || state.defaultLoc == 0 && unit.isEnabled(SWITCH_MISSING);
    if (wanted) {
      for (CType.Enumerator enumerator : type.enumerators) {
        if (!isCovered(cases, enumerator.value())) {
          unit.report(
              state.defaultLoc == 0 ? SWITCH_MISSING : SWITCH_ENUM, s.loc(), enumerator.name());
        }
      }
    }
    if (!unit.isEnabled(SWITCH_NOT_ENUMERATED)) {
      return;
    }
    Set<Long> values = new HashSet<>();
    for (CType.Enumerator enumerator : type.enumerators) {
      values.add(enumerator.value());
    }
    for (Statement.Case c : cases) {
      if (!values.contains(c.low())) {
        unit.report(SWITCH_NOT_ENUMERATED, c.loc(), c.low(), type);
      }
    }
  }

  private static boolean isCovered(List<Statement.Case> cases, long value) {
    for (Statement.Case c : cases) {
      if (c.low() <= value && value <= c.high()) {
        return true;
      }
    }
    return false;
  }
}
