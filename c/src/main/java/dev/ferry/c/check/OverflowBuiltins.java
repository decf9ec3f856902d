package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.OVERFLOW_ARGUMENT;
import static dev.ferry.c.check.CheckDiagnostic.OVERFLOW_RESULT;

import dev.ferry.c.syntax.Expr;
import dev.ferry.c.typed.Builtin;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.IntConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The builtins that say whether arithmetic overflows: {@code __builtin_add_overflow} and its kin,
 * those of one type ({@code saddl_overflow}), those that store nothing ({@code add_overflow_p}).
 */
final class OverflowBuiltins {
  private final Unit unit;
  private final Types types;

  OverflowBuiltins(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** A bit-field stands for a type as wide as it is. */
  private Expression asBitField(Expression value) {
    CType.Field field =
        value instanceof Expression.Load load ? Conversions.bitField(load.lvalue()) : null;
    return field == null || field.type().unqualified() instanceof CType.Bool
        ? value
        : unit.conversions.cast(
            value, types.bitInt(field.bitWidth(), types.isSigned(field.type())));
  }

  /** The call of a builtin; its arguments are three. */
  Expression call(String stem, Expr.Call e, List<Expression> values) {
    boolean predicate = stem.endsWith("_p");
    Builtin builtin = overflowBuiltin(stem, predicate);
    Expression a = values.get(0);
    Expression b = values.get(1);
    CType fixed = fixedOverflowType(stem);
    if (fixed != null) {
      a = unit.conversions.cast(a, fixed);
      b = unit.conversions.cast(b, fixed);
    }
    for (int i = 0; i < 2; i++) {
      if (!Types.isInteger(values.get(i).type())) {
        unit.report(OVERFLOW_ARGUMENT, e.loc(), i + 1, GenericBuiltins.name(e));
        return unit.erroneous(e.loc());
      }
    }
    Expression result = predicate ? asBitField(values.get(2)) : values.get(2);
    CType type = predicate ? result.type() : Types.target(result.type());
    boolean valid =
        type != null
            && Types.isInteger(type)
            && (predicate
                || !(type.unqualified() instanceof CType.Bool
                    || type.unqualified() instanceof CType.Enum));
    if (!valid) {
      unit.report(
          OVERFLOW_RESULT,
          e.loc(),
          GenericBuiltins.name(e),
          predicate ? "integral" : "pointer to integral");
      return unit.erroneous(e.loc());
    }
    if (predicate && ConstantFolder.isInteger(a) && ConstantFolder.isInteger(b)) {
      return new IntConst(e.loc(), types.bool, exceeds(builtin, a, b, result) ? 1 : 0);
    }
    return new Expression.BuiltinCall(e.loc(), types.bool, builtin, List.of(a, b, result));
  }

  private boolean exceeds(Builtin builtin, Expression a, Expression b, Expression result) {
    BigInteger x = unit.folder.big(a);
    BigInteger y = unit.folder.big(b);
    BigInteger exact =
        switch (builtin) {
          case ADD_OVERFLOW_P -> x.add(y);
          case SUB_OVERFLOW_P -> x.subtract(y);
          default -> x.multiply(y);
        };
    CType type = result.type();
    return exact.compareTo(types.minimum(type)) < 0 || exact.compareTo(types.maximum(type)) > 0;
  }

  private static Builtin overflowBuiltin(String stem, boolean predicate) {
    if (stem.contains("add")) {
      return predicate ? Builtin.ADD_OVERFLOW_P : Builtin.ADD_OVERFLOW;
    }
    if (stem.contains("sub")) {
      return predicate ? Builtin.SUB_OVERFLOW_P : Builtin.SUB_OVERFLOW;
    }
    return predicate ? Builtin.MUL_OVERFLOW_P : Builtin.MUL_OVERFLOW;
  }

  /** {@code saddl_overflow}: the signedness first, then {@code l} or {@code ll} for the width. */
  private @Nullable CType fixedOverflowType(String stem) {
    String operation = stem.substring(0, stem.indexOf('_'));
    if (operation.length() == 3) {
      return null;
    }
    boolean signed = operation.charAt(0) == 's';
    return switch (operation.substring(4)) {
      case "" -> signed ? types.intType : types.unsignedInt;
      case "l" -> signed ? types.longType : types.unsignedLong;
      default -> signed ? types.longLong : types.unsignedLongLong;
    };
  }
}
