package dev.ferry.c.check;

import static dev.ferry.c.check.CheckDiagnostic.*;

import dev.ferry.c.check.constant.FloatArithmetic;
import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Warnings of implicit arithmetic conversions: -Woverflow, -Wconversion and its relatives. */
final class ConversionWarnings {
  private final Unit unit;
  private final Types types;
  private final UnsafeConversion unsafe;

  ConversionWarnings(Unit unit) {
    this.unit = unit;
    this.types = unit.types;
    this.unsafe = new UnsafeConversion(unit);
  }

  /** Looks at an implicit conversion of {@code value} to {@code to}. */
  void implicit(Expression value, CType to, int loc) {
    if (unit.unevaluated > 0 || to instanceof CType.Bool) {
      return;
    }
    if (ConstantFolder.isInteger(value)) {
      if (Types.isInteger(to)) {
        integerConstant(value, to, loc);
      } else {
        constantPart(value, to, loc);
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

  /** Looks at how the operands of an arithmetic operator come to their common type. */
  void operands(int loc, CType common, Expression left, Expression right) {
    if (unit.isEnabled(CONVERSION) || unit.isEnabled(SIGN_CONVERSION)) {
      for (Expression operand : new Expression[] {left, right}) {
        if (Types.nonAtomic(operand.type()) != common && Types.isReal(common)) {
          implicit(operand, common, loc);
        }
      }
    }
  }

  /** Looks at a constant that a bit-field is given, and which it has not the bits for. */
  void toBitField(Expression value, CType.@Nullable Field field, int loc) {
    if (field == null
        || unit.unevaluated > 0
        || !ConstantFolder.isInteger(value)
        || field.type().unqualified() instanceof CType.Bool) {
      return;
    }
    BigInteger exact = unit.folder.big(value);
    int width = field.bitWidth();
    boolean signed = types.isSigned(field.type());
    boolean fits = exact.bitLength() < width || exact.signum() > 0 && exact.bitLength() == width;
    // What the declared type has no room for either is told of when it is converted to that.
    if (fits || exact.bitLength() > types.width(field.type())) {
      return;
    }
    BigInteger changed = exact.mod(BigInteger.ONE.shiftLeft(width));
    if (signed && changed.testBit(width - 1)) {
      changed = changed.subtract(BigInteger.ONE.shiftLeft(width));
    }
    boolean fromSigned = types.isSigned(value.type());
    String sign = signed ? "overflow in " : fromSigned ? "unsigned " : "";
    changes(OVERFLOW, sign, loc, value.type(), bitFieldType(width, signed), exact, changed);
  }

  /** The type of a bit-field's value as gcc writes it: the smallest with as many bits. */
  private static String bitFieldType(int width, boolean signed) {
    int bits = Math.max(8, Integer.highestOneBit(2 * width - 1));
    String name =
        switch (bits) {
          case 8 -> signed ? "signed char" : "unsigned char";
          case 16 -> signed ? "short int" : "short unsigned int";
          case 32 -> signed ? "int" : "unsigned int";
          default -> signed ? "long int" : "long unsigned int";
        };
    return width == bits ? name : name + ":" + width;
  }

  private void integerConstant(Expression value, CType to, int loc) {
    BigInteger exact = unit.folder.big(value);
    if (exact.compareTo(types.minimum(to)) >= 0 && exact.compareTo(types.maximum(to)) <= 0) {
      return;
    }
    boolean isEnum = to instanceof CType.Enum;
    CType from = value.type();
    BigInteger changed = unit.folder.big(unit.folder.integer(loc, to, exact));
    int width = types.width(to);
    if (types.isSigned(to)) {
      boolean sameBits =
          !types.isSigned(from) && exact.bitLength() <= width || types.width(from) <= width;
      if (sameBits) {
        if (!isEnum) {
          changes(SIGN_CONVERSION, "signed ", loc, from, to, exact, changed);
        }
        return;
      }
      boolean fitsUnsigned = exact.signum() >= 0 && exact.bitLength() <= width;
      if (fitsUnsigned && !isPedantic()) {
        if (!isEnum) {
          changes(CONVERSION, "", loc, from, to, exact, changed);
        }
        return;
      }
      changes(OVERFLOW, "overflow in ", loc, from, to, exact, changed);
      return;
    }
    boolean negativeFits =
        exact.signum() < 0 && exact.compareTo(BigInteger.ONE.shiftLeft(width - 1).negate()) >= 0;
    if (negativeFits) {
      if (!isEnum) {
        changes(SIGN_CONVERSION, "unsigned ", loc, from, to, exact, changed);
      }
      return;
    }
    changes(OVERFLOW, "unsigned ", loc, from, to, exact, changed);
  }

  /**
   * Whether -Wpedantic is on: then a signed type's constant may not be given as an unsigned one.
   */
  private boolean isPedantic() {
    return unit.isEnabled(BIT_FIELD_GNU_TYPE);
  }

  private void changes(
      CheckDiagnostic kind,
      String sign,
      int loc,
      CType from,
      CType to,
      BigInteger exact,
      BigInteger changed) {
    changes(kind, sign, loc, from, Unit.text(to), exact, changed);
  }

  private void changes(
      CheckDiagnostic kind,
      String sign,
      int loc,
      CType from,
      String to,
      BigInteger exact,
      BigInteger changed) {
    unit.report(
        kind,
        loc,
        sign
            + "conversion from ‘"
            + Unit.text(from)
            + "’ to ‘"
            + to
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

  /**
   * A conversion that is not of a constant. Of a choice and of bitwise operators the operands are
   * converted; sums, products and shifts are let pass whose operands would be.
   *
   * @return whether enough was said
   */
  private boolean variable(Expression value, CType to, int loc) {
    return switch (value) {
      case Expression.Comma x -> variable(x.right(), to, loc);
      case Expression.Conditional x ->
          variable(x.then(), to, loc) || variable(x.otherwise(), to, loc);
      case Expression.Logical x -> true;
      case Expression.Unary x when x.op() == Expression.UnaryOp.LOGICAL_NOT -> true;
      case Expression.Binary x when x.op().isComparison() -> true;
      case Expression.Binary x when isBitwise(x.op()) && Types.isInteger(x.type()) ->
          !unsafe.isMasked(x, to) && (variable(x.left(), to, loc) || variable(x.right(), to, loc));
      case Expression x when ConstantFolder.isConstant(x) -> constantPart(x, to, loc);
      default -> {
        UnsafeConversion.Kind kind = unsafe.of(value, to);
        if (kind == UnsafeConversion.Kind.SAFE) {
          yield false;
        }
        if (!isMadeOfSafe(value, to)) {
          report(kind, loc, Types.nonAtomic(value.type()), to);
        }
        yield true;
      }
    };
  }

  private static boolean isBitwise(Expression.BinaryOp op) {
    return op == Expression.BinaryOp.AND
        || op == Expression.BinaryOp.OR
        || op == Expression.BinaryOp.XOR;
  }

  /** A constant within a choice or a bitwise operator. */
  private boolean constantPart(Expression value, CType to, int loc) {
    UnsafeConversion.Kind kind = unsafe.of(value, to);
    if (kind == UnsafeConversion.Kind.SAFE) {
      return false;
    }
    String shown =
        value instanceof FloatConst c ? shown(c) : String.valueOf(unit.folder.big(value));
    String sign =
        kind != UnsafeConversion.Kind.SIGN ? "" : types.isSigned(to) ? "signed " : "unsigned ";
    unit.report(
        option(kind),
        loc,
        sign
            + "conversion from ‘"
            + Unit.text(value.type())
            + "’ to ‘"
            + Unit.text(to)
            + "’ changes the value of ‘"
            + shown
            + "’");
    return true;
  }

  /** Whether what is computed with would be converted safely, though the result may not be. */
  private boolean isMadeOfSafe(Expression value, CType to) {
    return switch (value) {
      case Expression.Unary x
          when x.op() == Expression.UnaryOp.NEGATE
              && x.operand() instanceof Expression.Binary b
              && b.op() == Expression.BinaryOp.SUB ->
          isSafe(b.left(), to) && isSafe(b.right(), to);
      case Expression.Unary x -> isSafe(x.operand(), to);
      case Expression.Binary x
          when x.op() == Expression.BinaryOp.SHL || x.op() == Expression.BinaryOp.SHR ->
          isSafe(x.left(), to);
      case Expression.Binary x
          when Types.isInteger(x.type())
              && (x.op() == Expression.BinaryOp.ADD || x.op() == Expression.BinaryOp.SUB) ->
          isSafeSum(x, to);
      case Expression.Binary x -> isSafe(x.left(), to) && isSafe(x.right(), to);
      case Expression.IncDec x -> isSafe(x.target(), to);
      default -> false;
    };
  }

  private boolean isSafe(Expression operand, CType to) {
    return unsafe.of(operand, to) == UnsafeConversion.Kind.SAFE;
  }

  /** What is added and subtracted of constants is one constant; its sign does not count. */
  private boolean isSafeSum(Expression.Binary sum, CType to) {
    Expression at = sum;
    BigInteger constant = BigInteger.ZERO;
    while (at instanceof Expression.Binary b
        && (b.op() == Expression.BinaryOp.ADD || b.op() == Expression.BinaryOp.SUB)
        && ConstantFolder.isInteger(b.right())) {
      BigInteger value = unit.folder.big(b.right());
      constant = b.op() == Expression.BinaryOp.ADD ? constant.add(value) : constant.subtract(value);
      at = b.left();
    }
    if (at == sum) {
      return isSafe(sum.left(), to) && isSafe(sum.right(), to);
    }
    if (!types.isSigned(to)) {
      constant = constant.abs();
    }
    boolean fits =
        !Types.isInteger(to)
            || constant.compareTo(types.minimum(to)) >= 0
                && constant.compareTo(types.maximum(to)) <= 0;
    return fits && isSafe(at, to);
  }

  private static CheckDiagnostic option(UnsafeConversion.Kind kind) {
    return switch (kind) {
      case REAL -> FLOAT_CONVERSION;
      case SIGN -> SIGN_CONVERSION;
      default -> CONVERSION;
    };
  }

  private void report(UnsafeConversion.Kind kind, int loc, CType from, CType to) {
    if (kind == UnsafeConversion.Kind.SIGN) {
      mayChangeSign(loc, from, to);
    } else {
      mayChange(option(kind), loc, from, to);
    }
  }

  private void mayChange(CheckDiagnostic kind, int loc, CType from, CType to) {
    unit.report(
        kind,
        loc,
        "conversion from ‘" + Unit.text(from) + "’ to ‘" + Unit.text(to) + "’ may change value");
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
}
