package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;
import java.util.Map;

/** Calls of the string and memory functions whose arguments do not mean what they look like. */
final class CallWarnings {
  /**
   * Where the arguments stand.
   *
   * @param destination number of the destination, or -1
   * @param source number of the source, or -1
   * @param size number of the size
   */
  private record Places(int destination, int source, int size) {}

  private static final Map<String, Places> MEMORY =
      Map.ofEntries(
          Map.entry("memset", new Places(0, -1, 2)),
          Map.entry("memcpy", new Places(0, 1, 2)),
          Map.entry("memmove", new Places(0, 1, 2)),
          Map.entry("memcmp", new Places(0, 1, 2)),
          Map.entry("strncpy", new Places(0, 1, 2)),
          Map.entry("stpncpy", new Places(0, 1, 2)),
          Map.entry("strncat", new Places(0, 1, 2)),
          Map.entry("strncmp", new Places(0, 1, 2)),
          Map.entry("strncasecmp", new Places(0, 1, 2)),
          Map.entry("strndup", new Places(-1, 0, 1)),
          Map.entry("snprintf", new Places(0, -1, 1)),
          Map.entry("vsnprintf", new Places(0, -1, 1)));

  private final Unit unit;

  CallWarnings(Unit unit) {
    this.unit = unit;
  }

  /** Checks a call whose arguments are right in number and type. */
  void check(Expr.Call e, String function, List<Expression> arguments) {
    String name = function.startsWith("__builtin_") ? function.substring(10) : function;
    Places places = MEMORY.get(name);
    if (places == null || places.size >= arguments.size()) {
      return;
    }
    if (name.equals("memset")) {
      transposed(e, arguments.get(1));
    }
    if (unit.isEnabled(SIZEOF_POINTER_MEMACCESS)
        && ExpressionChecker.bare(e.arguments().get(places.size)) instanceof Expr.SizeofExpr size) {
      boolean compares = name.endsWith("cmp");
      boolean said =
          sizeOf(
              e,
              name,
              arguments,
              size,
              places.destination,
              compares ? "first source" : "destination");
      if (!said) {
        sizeOf(e, name, arguments, size, places.source, compares ? "second source" : "source");
      }
    }
  }

  /** The absolute value functions of numbers that are not those of the argument. */
  void absolute(Expr.Call e, String function, Expression argument, CType parameter) {
    if (!unit.isEnabled(ABSOLUTE_VALUE) || unit.unevaluated > 0) {
      return;
    }
    boolean integer = false;
    boolean floating = false;
    switch (function.startsWith("__builtin_") ? function.substring(10) : function) {
      case "abs", "labs", "llabs", "imaxabs" -> integer = true;
      case "fabs", "fabsf", "fabsl" -> floating = true;
      case "cabs", "cabsf", "cabsl" -> {}
      default -> {
        return;
      }
    }
    CType type = argument.type();
    boolean fits =
        integer
            ? Types.isInteger(parameter)
            : floating ? Types.isFloating(parameter) : Types.isComplex(parameter);
    if (!fits || !Types.isArithmetic(type)) {
      return; // a function of the program's own; what is no number has an error of its own
    }
    String given = unit.aliases.quoted(argument);
    String kind =
        Types.isComplex(type) ? "complex" : Types.isFloating(type) ? "floating-point" : "integer";
    String wanted = integer ? "integer" : floating ? "floating-point" : "complex";
    String text = null;
    if (!kind.equals(wanted)) {
      text =
          "using %s absolute value function ‘%s’ when argument is of %s type %s"
              .formatted(wanted, function, kind, given);
    } else if (integer && !unit.types.isSigned(type)) {
      text = "taking the absolute value of unsigned type " + given + " has no effect";
    } else if (unit.types.size(type) > unit.types.size(parameter)) {
      text =
          "absolute value function ‘%s’ given an argument of type %s but has parameter of type %s which may cause truncation of value"
              .formatted(function, given, TypeAliases.quoted(parameter, null));
    }
    if (text != null) {
      unit.report(ABSOLUTE_VALUE, e.callee().loc(), text);
    }
  }

  /** {@code memset(p, n, 0)}. */
  private void transposed(Expr.Call e, Expression filler) {
    boolean nothing =
        ExpressionChecker.bare(e.arguments().get(2)) instanceof Expr.IntegerLiteral length
            && length.value() == 0;
    if (nothing && !ConstantFolder.isZero(filler)) {
      unit.report(MEMSET_TRANSPOSED, e.loc());
    }
  }

  /** Whether the size is that of the pointer itself, which is reported. */
  private boolean sizeOf(
      Expr.Call e,
      String function,
      List<Expression> arguments,
      Expr.SizeofExpr size,
      int number,
      String role) {
    if (number < 0) {
      return false;
    }
    Expr written = withoutCasts(e.arguments().get(number));
    Expr measured = ExpressionChecker.bare(size.operand());
    if (address(written) instanceof Expr at && address(measured) instanceof Expr of) {
      boolean same = OperatorWarnings.sameObject(at, of);
      if (same) {
        unit.report(
            SIZEOF_POINTER_MEMACCESS, size.operand().loc(), function, role, "remove the addressof");
      }
      return same;
    }
    Expression value = arguments.get(number);
    while (value instanceof Expression.Cast cast) {
      value = cast.operand();
    }
    CType target = Types.target(value.type());
    // An array that has become a pointer here has a size of its own.
    if (!(value instanceof Expression.Load)
        || target == null
        || !OperatorWarnings.sameObject(written, measured)) {
      return false;
    }
    boolean bytes = Types.isInteger(target) && unit.types.size(target) == 1;
    unit.report(
        SIZEOF_POINTER_MEMACCESS,
        size.operand().loc(),
        function,
        role,
        bytes || Types.isVoid(target) ? "provide an explicit length" : "dereference it");
    return true;
  }

  /** What {@code &} is applied to; null for any other expression. */
  private static @org.jspecify.annotations.Nullable Expr address(Expr e) {
    return e instanceof Expr.Unary u && u.op() == Expr.UnaryOp.ADDRESS ? u.operand() : null;
  }

  private static Expr withoutCasts(Expr e) {
    Expr at = ExpressionChecker.bare(e);
    while (at instanceof Expr.Cast cast) {
      at = ExpressionChecker.bare(cast.operand());
    }
    return at;
  }
}
