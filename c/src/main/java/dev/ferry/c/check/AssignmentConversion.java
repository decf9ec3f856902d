package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.typed.Initializer;
import dev.ferry.c.typed.Variable;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conversion as if by assignment (C17 6.5.16.1): in assignments, initialisations, arguments and
 * returns. The messages differ with the place, as in gcc's {@code convert_for_assignment}.
 */
final class AssignmentConversion {
  /** Where a value is converted. */
  enum Place {
    ASSIGNMENT,
    INITIALIZATION,
    ARGUMENT,
    RETURN
  }

  /**
   * The place of one conversion.
   *
   * @param loc where it happens, such as an equals sign
   * @param valueLoc where the value begins
   * @param argument the 1-based number of an argument
   * @param callee how the message names the function; empty if it has no name
   * @param declaredAt the parameter's declaration, 0 if unknown
   * @param alias how the type was written that the value is converted to, if that is known
   */
  record Context(
      Place place,
      int loc,
      int valueLoc,
      int argument,
      String callee,
      int declaredAt,
      Entity.@Nullable Typedef alias) {
    static Context assignment(int loc, int valueLoc, Entity.@Nullable Typedef alias) {
      return new Context(Place.ASSIGNMENT, loc, valueLoc, 0, "", 0, alias);
    }

    static Context initialization(int loc, Entity.@Nullable Typedef alias) {
      return new Context(Place.INITIALIZATION, loc, loc, 0, "", 0, alias);
    }

    static Context returning(int loc, Entity.@Nullable Typedef alias) {
      return new Context(Place.RETURN, loc, loc, 0, "", 0, alias);
    }

    private String argumentText() {
      return "argument "
          + argument
          + (callee.isEmpty() ? " of function pointer" : " of ‘" + callee + "’");
    }
  }

  private final Unit unit;
  private final Types types;

  AssignmentConversion(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Converts a value to the unqualified version of {@code to}, or says why it cannot be. */
  Expression convert(Expression value, CType to, Context context) {
    CType target = Types.nonAtomic(to);
    CType from = Types.nonAtomic(value.type());
    if (unit.isError(target) || unit.isError(value)) {
      return unit.isError(value) ? value : unit.erroneous(value.loc());
    }
    if (from instanceof CType.Void) {
      unit.report(VOID_VALUE, context.loc());
      return unit.erroneous(value.loc());
    }
    if (from == target) {
      return value;
    }
    if (Types.isArithmetic(target) && Types.isArithmetic(from)) {
      unit.conversionWarnings.implicit(value, target, context.loc());
      return unit.conversions.cast(value, target);
    }
    if (target instanceof CType.Pointer pointer) {
      return toPointer(value, from, pointer, to, context);
    }
    if (target instanceof CType.Bool
        && (from instanceof CType.Pointer || from instanceof CType.NullPtr)) {
      return unit.conversions.cast(value, target);
    }
    if (isNumber(target) && from instanceof CType.Pointer) {
      report(
          INT_FROM_POINTER,
          context,
          to,
          value,
          switch (context.place()) {
                case ARGUMENT -> "passing " + context.argumentText();
                case ASSIGNMENT -> "assignment to %s from %s";
                case INITIALIZATION -> "initialization of %s from %s";
                case RETURN -> "returning %2$s from a function with return type %1$s";
              }
              + " makes integer from pointer without a cast");
      return unit.conversions.cast(value, target);
    }
    if (target instanceof CType.NullPtr && unit.conversions.isNullPointerConstant(value)) {
      return unit.conversions.cast(value, target);
    }
    if (target instanceof CType.Record record) {
      return toRecord(value, record, to, context);
    }
    if (target instanceof CType.Vector v
        && from instanceof CType.Vector w
        && (unit.compatibility.compatible(target, from) || isMask(value) && sameLanes(v, w))) {
      return unit.conversions.cast(value, target);
    }
    return incompatible(value, to, context);
  }

  /** An integer that may be taken for a pointer: enumerations and truth values may not. */
  private static boolean isNumber(CType type) {
    return Types.isInteger(type) && !(type instanceof CType.Enum) && !(type instanceof CType.Bool);
  }

  /** The result of a comparison of vectors converts to any vector of its shape (GNU). */
  private static boolean isMask(Expression value) {
    return switch (value) {
      case Expression.Binary b -> b.op().isComparison() || isMask(b.left()) || isMask(b.right());
      case Expression.Unary u -> isMask(u.operand());
      case Expression.Conditional c -> isMask(c.then()) && isMask(c.otherwise());
      default -> false;
    };
  }

  private boolean sameLanes(CType.Vector v, CType.Vector w) {
    return v.length() == w.length()
        && types.size(v) == types.size(w)
        && Types.isInteger(v.element())
        && Types.isInteger(w.element());
  }

  private Expression toRecord(Expression value, CType.Record record, CType to, Context context) {
    if (record.isTransparent && context.place() == Place.ARGUMENT && record.isComplete()) {
      for (CType.Field field : record.requireFields()) {
        if (acceptsSilently(field.type(), value)) {
          return wrap(value, record, field);
        }
      }
    }
    return incompatible(value, to, context);
  }

  private boolean acceptsSilently(CType to, Expression value) {
    CType from = value.type();
    if (unit.compatibility.compatibleIgnoringQualifiers(to, from)) {
      return true;
    }
    if (!(to.unqualified() instanceof CType.Pointer p)) {
      return false;
    }
    if (unit.conversions.isNullPointerConstant(value)) {
      return true;
    }
    return from.unqualified() instanceof CType.Pointer q
        && (Types.isVoid(p.target())
            || Types.isVoid(q.target())
            || unit.compatibility.compatibleIgnoringQualifiers(p.target(), q.target()));
  }

  /** A union object that holds {@code value} in {@code field}. */
  private Expression wrap(Expression value, CType.Record record, CType.Field field) {
    Variable temp = unit.hiddenLocal("union", record, value.loc());
    Expression stored = unit.conversions.cast(value, field.type());
    Initializer initializer =
        new Initializer(
            List.of(new Initializer.Element(0, Types.nonAtomic(field.type()), null, stored)),
            false,
            record.size);
    return new Expression.Load(
        value.loc(), record, new Expression.CompoundLiteral(value.loc(), temp, initializer));
  }

  private Expression incompatible(Expression value, CType to, Context context) {
    String wanted = TypeAliases.quoted(to, context.alias());
    String given = unit.aliases.quoted(value);
    switch (context.place()) {
      case ARGUMENT -> {
        Diagnostic d =
            unit.report(
                INCOMPATIBLE_TYPES,
                context.loc(),
                "incompatible type for argument "
                    + context.argument()
                    + (context.callee().isEmpty()
                        ? " of function pointer"
                        : " of ‘" + context.callee() + "’"));
        expectedNote(d, context, to, value);
      }
      case ASSIGNMENT ->
          unit.report(
              INCOMPATIBLE_TYPES,
              context.valueLoc(),
              "incompatible types when assigning to type " + wanted + " from type " + given);
      case INITIALIZATION -> {
        if (Types.isAggregate(to)) {
          unit.report(INVALID_INITIALIZER, context.loc());
        } else {
          unit.report(
              INCOMPATIBLE_TYPES,
              context.loc(),
              "incompatible types when initializing type " + wanted + " using type " + given);
        }
      }
      case RETURN ->
          unit.report(
              INCOMPATIBLE_TYPES,
              context.loc(),
              "incompatible types when returning type "
                  + given
                  + " but "
                  + wanted
                  + " was expected");
    }
    return unit.erroneous(value.loc());
  }

  private void expectedNote(Diagnostic d, Context context, CType to, Expression from) {
    if (context.declaredAt() != 0) {
      d.note(
          context.declaredAt(),
          "expected %s but argument is of type %s",
          TypeAliases.quoted(to, context.alias()),
          unit.aliases.quoted(from));
    }
  }

  private void report(
      CheckDiagnostic kind, Context context, CType to, Expression from, String format) {
    if (!unit.isEnabled(kind)) {
      return;
    }
    String text =
        String.format(format, TypeAliases.quoted(to, context.alias()), unit.aliases.quoted(from));
    Diagnostic d = unit.report(kind, context.loc(), text);
    if (context.place() == Place.ARGUMENT) {
      expectedNote(d, context, to, from);
    }
  }

  // Pointers.

  private Expression toPointer(
      Expression value, CType from, CType.Pointer target, CType to, Context context) {
    if (unit.conversions.isNullPointerConstant(value)) {
      return unit.conversions.cast(value, target);
    }
    if (from instanceof CType.Pointer source) {
      checkPointers(value, source, target, to, context);
      return unit.conversions.cast(value, target);
    }
    if (isNumber(from)) {
      report(
          POINTER_FROM_INT,
          context,
          to,
          value,
          switch (context.place()) {
                case ARGUMENT -> "passing " + context.argumentText();
                case ASSIGNMENT -> "assignment to %s from %s";
                case INITIALIZATION -> "initialization of %s from %s";
                case RETURN -> "returning %2$s from a function with return type %1$s";
              }
              + " makes pointer from integer without a cast");
      return unit.conversions.cast(value, target);
    }
    return incompatible(value, to, context);
  }

  private void checkPointers(
      Expression value, CType.Pointer source, CType.Pointer target, CType to, Context context) {
    CType r = source.target();
    CType l = target.target();
    CType bareR = types.unqualified(r);
    CType bareL = types.unqualified(l);
    boolean toVoid = Types.isVoid(l);
    boolean fromVoid = Types.isVoid(r);
    boolean compatible = unit.compatibility.compatible(bareL, bareR);
    boolean signs = !compatible && differInSign(bareL, bareR);
    if (!toVoid && !fromVoid && !compatible && !signs) {
      report(INCOMPATIBLE_POINTER, context, to, value, incompatiblePointerText(context));
      return;
    }
    if ((toVoid && Types.isFunction(r)) || (fromVoid && Types.isFunction(l))) {
      report(
          FUNCTION_VOID_POINTER,
          context,
          to,
          value,
          switch (context.place()) {
                case ARGUMENT -> "ISO C forbids passing " + context.argumentText();
                case ASSIGNMENT -> "ISO C forbids assignment";
                case INITIALIZATION -> "ISO C forbids initialization";
                case RETURN -> "ISO C forbids return";
              }
              + " between function pointer and ‘void *’");
      return;
    }
    int lost = types.qualifiers(r) & ~types.qualifiers(l) & ~CType.RESTRICT;
    if (lost != 0 && !Types.isFunction(r) && !Types.isFunction(l)) {
      report(
          DISCARDED_QUALIFIERS,
          context,
          to,
          value,
          switch (context.place()) {
                case ARGUMENT -> "passing " + context.argumentText();
                case ASSIGNMENT -> "assignment";
                case INITIALIZATION -> "initialization";
                case RETURN -> "return";
              }
              + " discards ‘"
              + dev.ferry.c.syntax.Qualifiers.text(lost)
              + "’ qualifier from pointer target type");
      return;
    }
    if (signs && !toVoid && !fromVoid) {
      report(
          POINTER_SIGN,
          context,
          to,
          value,
          switch (context.place()) {
                case ARGUMENT -> "pointer targets in passing " + context.argumentText();
                case ASSIGNMENT -> "pointer targets in assignment from %2$s to %1$s";
                case INITIALIZATION -> "pointer targets in initialization of %s from %s";
                case RETURN ->
                    "pointer targets in returning %2$s from a function with return type %1$s";
              }
              + " differ in signedness");
    }
  }

  private static String incompatiblePointerText(Context context) {
    return switch (context.place()) {
      case ARGUMENT -> "passing " + context.argumentText() + " from incompatible pointer type";
      case ASSIGNMENT -> "assignment to %s from incompatible pointer type %s";
      case INITIALIZATION -> "initialization of %s from incompatible pointer type %s";
      case RETURN -> "returning %2$s from a function with incompatible return type %1$s";
    };
  }

  /** Integer types that differ in signedness alone; the three character types count as one. */
  boolean differInSign(CType a, CType b) {
    if (!Types.isInteger(a)
        || !Types.isInteger(b)
        || a instanceof CType.Bool
        || b instanceof CType.Bool) {
      return false;
    }
    return types.withSignedness(a, false) == types.withSignedness(b, false);
  }

  /** Converts a null pointer constant or nothing. */
  @Nullable Expression nullPointer(Expression value, CType.Pointer target) {
    return unit.conversions.isNullPointerConstant(value)
        ? new IntConst(value.loc(), target, 0)
        : null;
  }
}
