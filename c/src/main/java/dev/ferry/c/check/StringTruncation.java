package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.Statement;
import dev.ferry.c.typed.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * -Wstringop-truncation: {@code strncpy} that leaves out the terminating nul, unless the next
 * statement stores to the destination; and bounds of {@code strncat} that count what they must not.
 * What is not plain from constants is told where gcc would find it, when it optimises.
 */
final class StringTruncation {
  private final Unit unit;

  StringTruncation(Unit unit) {
    this.unit = unit;
  }

  /**
   * @param next the statement behind that of the call, null if there is none
   */
  void check(Expression.Call call, @Nullable Statement next) {
    FunctionSymbol function = call.function();
    if (function == null || function.isDefined || call.arguments().size() != 3) {
      return;
    }
    switch (function.name) {
      case "strncpy", "stpncpy" -> copy(call, function.name, next);
      case "strncat" -> append(call);
      default -> {}
    }
  }

  private void copy(Expression.Call call, String name, @Nullable Statement next) {
    Expression destination = call.arguments().get(0);
    Expression source = call.arguments().get(1);
    byte[] text = OutputLength.text(source);
    if (call.arguments().get(2) instanceof IntConst count) {
      long bound = count.value();
      if (text != null && bound > 0 && bound <= text.length) {
        String copied = MemoryCalls.bytes(bound);
        if (bound == text.length) {
          unit.report(TRUNCATION_SAME, call.loc(), name, copied);
        } else {
          unit.report(TRUNCATION, call.loc(), name, copied, text.length);
        }
      } else if (text == null
          && unit.options.optimize() > 1
          && bound == ObjectSize.of(unit.types, destination, true)
          && !isShorter(source, bound)
          && !stores(next, destination)) {
        unit.report(TRUNCATION_BOUND, call.loc(), name, bound);
      }
    } else if (unit.options.optimize() > 1
        && isLengthOf(call.arguments().get(2), source)
        && !stores(next, destination)) {
      unit.report(TRUNCATION_LENGTH, call.loc(), name);
    }
  }

  private void append(Expression.Call call) {
    Expression source = call.arguments().get(1);
    byte[] text = OutputLength.text(source);
    if (call.arguments().get(2) instanceof IntConst count) {
      if (text != null && count.value() == text.length && text.length > 0) {
        unit.report(STRINGOP_COUNT, call.loc(), "strncat", count.value() + " equals source length");
      } else if (count.value() == ObjectSize.of(unit.types, call.arguments().get(0), true)) {
        unit.report(
            STRINGOP_COUNT, call.loc(), "strncat", count.value() + " equals destination size");
      }
    } else if (unit.options.optimize() > 1 && isLengthOf(call.arguments().get(2), source)) {
      unit.report(
          STRINGOP_COUNT, call.loc(), "strncat", "depends on the length of the source argument");
    }
  }

  /** Whether a string lies in an array that has room for fewer characters. */
  private boolean isShorter(Expression source, long bound) {
    long room = ObjectSize.of(unit.types, source, true);
    return room >= 0 && room <= bound;
  }

  /** {@code strlen(source)}. */
  private static boolean isLengthOf(Expression count, Expression source) {
    return count.withoutCasts() instanceof Expression.Call call
        && call.function() instanceof FunctionSymbol function
        && function.name.equals("strlen")
        && call.arguments().size() == 1
        && MemoryCalls.isSame(call.arguments().getFirst(), source);
  }

  /** Whether a statement stores a constant somewhere in the destination. */
  private static boolean stores(@Nullable Statement next, Expression destination) {
    return next instanceof Statement.Expr x
        && x.expression() instanceof Expression.Assign assign
        && assign.target() instanceof Expression.Deref element
        && !hasCall(element)
        && root(element.pointer()).equals(root(destination));
  }

  private static boolean hasCall(Expression e) {
    boolean[] found = new boolean[1];
    new TreeWalk() {
      @Override
      protected void expression(Expression part) {
        found[0] |= part instanceof Expression.Call;
        super.expression(part);
      }

      void in(Expression whole) {
        expression(whole);
      }
    }.in(e);
    return found[0];
  }

  /** What a pointer is computed from, without regard to where it stands in the source. */
  private static String root(Expression pointer) {
    Expression at = pointer.withoutCasts();
    while (at instanceof Expression.PointerAdd sum) {
      at = sum.pointer().withoutCasts();
    }
    return switch (at) {
      case Expression.Load x -> "*" + root(x.lvalue());
      case Expression.AddressOf x -> root(x.operand());
      case Expression.Deref x -> root(x.pointer());
      case Expression.FieldRef x -> root(x.base()) + "." + x.field().name();
      case Expression.VarRef x -> x.variable().name + "@" + x.variable().loc;
      default -> "?" + at.loc();
    };
  }
}
