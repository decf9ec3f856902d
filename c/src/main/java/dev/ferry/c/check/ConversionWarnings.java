package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;

/** Warnings of implicit arithmetic conversions: -Woverflow, -Wconversion and its relatives. */
final class ConversionWarnings {
  private final Unit unit;
  private final Types types;

  ConversionWarnings(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
  }

  /** Looks at an implicit conversion of {@code value} to {@code to}. */
  void implicit(Expression value, CType to, int loc) {
    if (unit.unevaluated > 0 || to instanceof CType.Bool) {
      return;
    }
    if (ConstantFolder.isInteger(value)) {
      if (Types.isInteger(to)) {
        integerConstant(value, to, loc);
      }
      return;
    }
    if (value instanceof FloatConst constant) {
      floatConstant(constant, to, loc);
      return;
    }
    if (unit.isEnabled(CONVERSION)
        || unit.isEnabled(SIGN_CONVERSION)
        || unit.isEnabled(FLOAT_CONVERSION)) {
      variable(value, to, loc);
    }
  }

  private void integerConstant(Expression value, CType to, int loc) {
    BigInteger exact = unit.folder.big(value);
    if (exact.compareTo(types.minimum(to)) >= 0 && exact.compareTo(types.maximum(to)) <= 0) {
      return;
    }
    CType from = value.type();
    BigInteger changed = unit.folder.big(unit.folder.integer(loc, to, exact));
    int width = types.width(to);
    if (types.isSigned(to)) {
      boolean sameBits =
          !types.isSigned(from) && exact.bitLength() <= width || types.width(from) <= width;
      if (sameBits) {
        unit.report(
            SIGN_CONVERSION,
            loc,
            "conversion to ‘"
                + Unit.text(to)
                + "’ from ‘"
                + Unit.text(from)
                + "’ may change the sign of the result");
        return;
      }
      unit.report(
          OVERFLOW,
          loc,
          "overflow in conversion from ‘"
              + Unit.text(from)
              + "’ to ‘"
              + Unit.text(to)
              + "’ changes value from ‘"
              + exact
              + "’ to ‘"
              + changed
              + "’");
      return;
    }
    boolean negativeFits =
        exact.signum() < 0 && exact.compareTo(BigInteger.ONE.shiftLeft(width - 1).negate()) >= 0;
    if (negativeFits) {
      unit.report(
          SIGN_CONVERSION,
          loc,
          "unsigned conversion from ‘"
              + Unit.text(from)
              + "’ to ‘"
              + Unit.text(to)
              + "’ changes value from ‘"
              + exact
              + "’ to ‘"
              + changed
              + "’");
      return;
    }
    unit.report(
        OVERFLOW,
        loc,
        "unsigned conversion from ‘"
            + Unit.text(from)
            + "’ to ‘"
            + Unit.text(to)
            + "’ changes value from ‘"
            + exact
            + "’ to ‘"
            + changed
            + "’");
  }

  private void floatConstant(FloatConst value, CType to, int loc) {
    if (!Types.isInteger(to)) {
      if (to instanceof CType.Float target
          && target.kind().bytes() < ((CType.Float) value.type()).kind().bytes()
          && unit.isEnabled(FLOAT_CONVERSION)) {
        FloatConst narrow = FloatArithmetic.convert(loc, target, value);
        if (FloatArithmetic.real(narrow).compare(FloatArithmetic.real(value)) != 0) {
          unit.report(
              FLOAT_CONVERSION,
              loc,
              "conversion from ‘"
                  + Unit.text(value.type())
                  + "’ to ‘"
                  + Unit.text(to)
                  + "’ changes value from ‘"
                  + shown(value)
                  + "’ to ‘"
                  + shown(narrow)
                  + "’");
        }
      }
      return;
    }
    Expression result = unit.folder.cast(loc, to, value);
    boolean overflow = unit.folder.overflowed();
    if (result == null) {
      return;
    }
    String text =
        "conversion from ‘"
            + Unit.text(value.type())
            + "’ to ‘"
            + Unit.text(to)
            + "’ changes value from ‘"
            + shown(value)
            + "’ to ‘"
            + unit.folder.big(result)
            + "’";
    if (overflow) {
      unit.report(OVERFLOW, loc, "overflow in " + text);
    } else if (!FloatArithmetic.real(value).isInteger()) {
      unit.report(FLOAT_CONVERSION, loc, text);
    }
  }

  private static String shown(FloatConst value) {
    String text = String.format(java.util.Locale.ROOT, "%.6g", FloatArithmetic.toDouble(value));
    int e = text.indexOf('e');
    String mantissa = e < 0 ? text : text.substring(0, e);
    if (mantissa.contains(".")) {
      mantissa = mantissa.replaceAll("0+$", "");
      mantissa = mantissa.endsWith(".") ? mantissa + "0" : mantissa;
    }
    return e < 0 ? mantissa : mantissa + text.substring(e);
  }

  private void variable(Expression value, CType to, int loc) {
    CType from = Types.nonAtomic(value.type());
    if (Types.isFloating(from) && Types.isInteger(to)) {
      mayChange(FLOAT_CONVERSION, loc, from, to);
    } else if (from instanceof CType.Float f && to instanceof CType.Float t) {
      if (t.kind().bytes() < f.kind().bytes()) {
        mayChange(FLOAT_CONVERSION, loc, from, to);
      }
    } else if (Types.isInteger(from) && to instanceof CType.Float t) {
      int precision =
          switch (t.kind().bytes()) {
            case 2 -> 11;
            case 4 -> 24;
            case 8 -> 53;
            default -> 113;
          };
      if (valueBits(value) > precision) {
        mayChange(CONVERSION, loc, from, to);
      }
    } else if (Types.isInteger(from) && Types.isInteger(to)) {
      integers(value, from, to, loc);
    }
  }

  private void mayChange(CheckDiagnostic kind, int loc, CType from, CType to) {
    unit.report(
        kind,
        loc,
        "conversion from ‘" + Unit.text(from) + "’ to ‘" + Unit.text(to) + "’ may change value");
  }

  private void integers(Expression value, CType from, CType to, int loc) {
    int bits = valueBits(value);
    boolean negative = mayBeNegative(value);
    int room = types.isSigned(to) ? types.width(to) - 1 : types.width(to);
    if (bits > room) {
      boolean onlySign =
          types.isSigned(to) && !types.isSigned(from) && types.width(from) == types.width(to);
      if (onlySign) {
        mayChangeSign(loc, from, to);
      } else {
        mayChange(CONVERSION, loc, from, to);
      }
    } else if (negative && !types.isSigned(to)) {
      mayChangeSign(loc, from, to);
    }
  }

  private void mayChangeSign(int loc, CType from, CType to) {
    unit.report(
        SIGN_CONVERSION,
        loc,
        "conversion to ‘"
            + Unit.text(to)
            + "’ from ‘"
            + Unit.text(from)
            + "’ may change the sign of the result");
  }

  /** How many value bits (without sign) the value may need, seen through widening casts. */
  private int valueBits(Expression e) {
    CType.Field field = Conversions.bitField(e);
    if (field != null) {
      return types.isSigned(field.type()) ? field.bitWidth() - 1 : field.bitWidth();
    }
    int own = types.isSigned(e.type()) ? types.width(e.type()) - 1 : types.width(e.type());
    return switch (e) {
      case Expression.Cast c
          when Types.isInteger(c.operand().type())
              && types.width(c.operand().type()) <= types.width(c.type()) ->
          Math.min(own, valueBits(c.operand()));
      case Expression.Binary b when b.op().isComparison() -> 1;
      case Expression.Binary b when b.op() == Expression.BinaryOp.AND ->
          Math.min(own, Math.min(bitsOrOwn(b.left(), own), bitsOrOwn(b.right(), own)));
      case Expression.Binary b
          when b.op() == Expression.BinaryOp.OR || b.op() == Expression.BinaryOp.XOR ->
          Math.min(own, Math.max(valueBits(b.left()), valueBits(b.right())));
      case Expression.Binary b
          when b.op() == Expression.BinaryOp.SHR && b.right() instanceof Expression.IntConst c ->
          (int) Math.max(0, valueBits(b.left()) - c.value());
      case Expression.Logical l -> 1;
      case Expression.IntConst c ->
          c.value() < 0
              ? 64 - Long.numberOfLeadingZeros(~c.value())
              : 64 - Long.numberOfLeadingZeros(c.value());
      case Expression.Conditional c ->
          Math.min(own, Math.max(valueBits(c.then()), valueBits(c.otherwise())));
      default -> own;
    };
  }

  private int bitsOrOwn(Expression e, int own) {
    return mayBeNegative(e) ? own : valueBits(e);
  }

  private boolean mayBeNegative(Expression e) {
    if (!types.isSigned(e.type())) {
      return false;
    }
    CType.Field field = Conversions.bitField(e);
    if (field != null) {
      return types.isSigned(field.type());
    }
    return switch (e) {
      case Expression.IntConst c -> c.value() < 0;
      case Expression.Cast c when Types.isInteger(c.operand().type()) ->
          types.width(c.operand().type()) >= types.width(c.type()) || mayBeNegative(c.operand());
      case Expression.Binary b when b.op().isComparison() -> false;
      case Expression.Binary b when b.op() == Expression.BinaryOp.AND ->
          mayBeNegative(b.left()) && mayBeNegative(b.right());
      case Expression.Binary b when b.op() == Expression.BinaryOp.SHR -> mayBeNegative(b.left());
      case Expression.Logical l -> false;
      case Expression.Conditional c -> mayBeNegative(c.then()) || mayBeNegative(c.otherwise());
      case Expression.Unary u when u.op() == Expression.UnaryOp.LOGICAL_NOT -> false;
      default -> true;
    };
  }
}
