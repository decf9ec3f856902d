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
