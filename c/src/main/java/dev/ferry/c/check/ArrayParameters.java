package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.FunctionSymbol;
import dev.ferry.c.typed.FunctionSymbol.Written;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.TypePrinter;
import java.util.List;

/**
 * Parameters that are written as arrays: of one length in all declarations (-Warray-parameter), and
 * given no shorter array by a call.
 */
final class ArrayParameters {
  private final Unit unit;

  ArrayParameters(Unit unit) {
    this.unit = unit;
  }

  // ---- declarations ------------------------------------------------------------------------

  /** A function is declared, perhaps again; its entity still has what was known before. */
  void declared(Entity.FunctionEntity entity, List<DeclaratorChecker.Parameter> parameters) {
    FunctionSymbol symbol = entity.symbol;
    boolean some = parameters.stream().anyMatch(p -> p.written() instanceof CType.Array);
    if (!some && symbol.arrays.isEmpty()) {
      return;
    }
    List<Written> written =
        parameters.stream().map(p -> new Written(p.written(), p.isStatic(), p.loc())).toList();
    for (int i = 0; i < written.size() && entity.parameterLocs.length == written.size(); i++) {
      compare(i + 1, before(entity, i), written.get(i));
    }
    symbol.arrays = written;
  }

  private static Written before(Entity.FunctionEntity entity, int index) {
    List<Written> arrays = entity.symbol.arrays;
    return index < arrays.size()
        ? arrays.get(index)
        : new Written(entity.type().params().get(index), false, entity.parameterLocs[index]);
  }

  private void compare(int number, Written before, Written now) {
    long bound = bound(before.type());
    long newBound = bound(now.type());
    boolean wasArray = before.type() instanceof CType.Array;
    boolean isArray = now.type() instanceof CType.Array;
    if (!wasArray && !isArray
        || bound == newBound
        || bound == CType.Array.VARIABLE
        || newBound == CType.Array.VARIABLE) {
      return;
    }
    if (!isArray) {
      if (bound >= 0) {
        note(
            unit.report(ARRAY_POINTER, now.loc(), number, text(now)),
            before,
            "previously declared as an array ‘%s’");
      }
    } else if (wasArray || newBound >= 0) {
      note(
          unit.report(ARRAY_BOUND, now.loc(), number, text(now)),
          before,
          "previously declared as ‘%s’");
    }
  }

  private static void note(Diagnostic d, Written before, String format) {
    d.note(before.loc(), format, text(before));
  }

  /** The outermost length. */
  private static long bound(CType type) {
    return type instanceof CType.Array array ? array.length() : CType.Array.INCOMPLETE;
  }

  private static String text(Written parameter) {
    String text = TypePrinter.print(parameter.type());
    return parameter.isStatic() ? text.replaceFirst("\\[", "[static ") : text;
  }

  // ---- calls -------------------------------------------------------------------------------

  /** Arguments that are plainly shorter than what a parameter's brackets ask for. */
  void check(Expression.Call call) {
    FunctionSymbol function = call.function();
    List<Written> arrays = function == null ? List.of() : function.arrays;
    for (int i = 0; i < arrays.size() && i < call.arguments().size(); i++) {
      if (function != null && arrays.get(i).type() instanceof CType.Array array) {
        check(call, function, i, arrays.get(i), array);
      }
    }
  }

  private void check(
      Expression.Call call,
      FunctionSymbol function,
      int index,
      Written parameter,
      CType.Array array) {
    Expression argument = call.arguments().get(index);
    long wanted = array.length() > 0 ? unit.types.size(array) : 0;
    if (wanted <= 0) {
      return;
    }
    if (ConstantFolder.isConstant(argument) && ConstantFolder.isZero(argument)) {
      if (parameter.isStatic()) {
        unit.report(ARRAY_NULL, call.loc(), index + 1, text(parameter))
            .note(function.loc, "in a call to function ‘%s’", function.name);
      }
      return;
    }
    long there = ObjectSize.of(unit.types, argument, true);
    if (there >= 0 && there < wanted) {
      boolean reads = (array.element().qualifiers() & CType.CONST) != 0;
      unit.report(
              reads ? STRINGOP_OVERREAD : ARRAY_ACCESS,
              call.loc(),
              function.name,
              MemoryCalls.bytes(wanted),
              Long.toString(there))
          .note(
              call.loc(),
              "referencing argument %s of type ‘%s’",
              index + 1,
              TypePrinter.print(array))
          .note(function.loc, "in a call to function ‘%s’", function.name);
    }
  }
}
