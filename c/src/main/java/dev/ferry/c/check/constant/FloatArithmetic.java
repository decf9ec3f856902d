package dev.ferry.c.check.constant;

import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.typed.Expression.FloatConst;
import dev.ferry.c.types.CType;
import java.math.BigInteger;

/** Arithmetic on floating constants: in hardware for binary32 and binary64, else exact. */
public final class FloatArithmetic {
  private FloatArithmetic() {}

  private static FloatFormat format(CType.Float type) {
    return FloatFormat.ofBytes(type.kind().bytes());
  }

  public static FloatConst constant(int loc, CType.Float type, Real value) {
    long[] bits = value.round(format(type));
    return new FloatConst(loc, type, bits[0], bits[1]);
  }

  public static FloatConst of(int loc, CType.Float type, double value) {
    return switch (type.kind().bytes()) {
      case 4 -> new FloatConst(loc, type, Float.floatToRawIntBits((float) value) & 0xffffffffL, 0);
      case 8 -> new FloatConst(loc, type, Double.doubleToRawLongBits(value), 0);
      default ->
          constant(
              loc, type, Real.ofBits(FloatFormat.BINARY64, Double.doubleToRawLongBits(value), 0));
    };
  }

  /** Converts the text of a floating constant, correctly rounded. */
  public static FloatConst parse(int loc, CType.Float type, String text) {
    int bytes = type.kind().bytes();
    if (bytes == 4 || bytes == 8) {
      boolean hex = text.length() > 1 && (text.charAt(1) | 0x20) == 'x';
      String java = hex && text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
      return bytes == 4
          ? new FloatConst(
              loc, type, Float.floatToRawIntBits(Float.parseFloat(java)) & 0xffffffffL, 0)
          : new FloatConst(loc, type, Double.doubleToRawLongBits(Double.parseDouble(java)), 0);
    }
    return constant(loc, type, Real.parse(text));
  }

  public static Real real(FloatConst value) {
    return Real.ofBits(format((CType.Float) value.type()), value.low(), value.high());
  }

  /** The value as a double; rounded where the format is wider. */
  public static double toDouble(FloatConst value) {
    return switch (((CType.Float) value.type()).kind().bytes()) {
      case 4 -> Float.intBitsToFloat((int) value.low());
      case 8 -> Double.longBitsToDouble(value.low());
      default -> Double.longBitsToDouble(real(value).round(FloatFormat.BINARY64)[0]);
    };
  }

  public static boolean isZero(FloatConst value) {
    return toDouble(value) == 0 && real(value).isZero();
  }

  public static FloatConst convert(int loc, CType.Float to, FloatConst value) {
    int from = ((CType.Float) value.type()).kind().bytes();
    int bytes = to.kind().bytes();
    if (from == bytes) {
      return new FloatConst(loc, to, value.low(), value.high());
    }
    if (from == 4 && bytes == 8) {
      return of(loc, to, Float.intBitsToFloat((int) value.low()));
    }
    if (from == 8 && bytes == 4) {
      return of(loc, to, Double.longBitsToDouble(value.low()));
    }
    return constant(loc, to, real(value));
  }

  public static FloatConst ofInteger(int loc, CType.Float to, BigInteger value) {
    return constant(loc, to, Real.of(value));
  }

  public static FloatConst negate(int loc, FloatConst value) {
    CType.Float type = (CType.Float) value.type();
    return switch (type.kind().bytes()) {
      case 2 -> new FloatConst(loc, type, value.low() ^ 0x8000L, 0);
      case 4 -> new FloatConst(loc, type, value.low() ^ 0x80000000L, 0);
      case 8 -> new FloatConst(loc, type, value.low() ^ Long.MIN_VALUE, 0);
      default -> new FloatConst(loc, type, value.low(), value.high() ^ Long.MIN_VALUE);
    };
  }

  /** The four basic operations. */
  public static FloatConst binary(int loc, BinaryOp op, FloatConst left, FloatConst right) {
    CType.Float type = (CType.Float) left.type();
    return switch (type.kind().bytes()) {
      case 4 ->
          of(
              loc,
              type,
              single(
                  op,
                  Float.intBitsToFloat((int) left.low()),
                  Float.intBitsToFloat((int) right.low())));
      case 8 ->
          of(
              loc,
              type,
              twice(op, Double.longBitsToDouble(left.low()), Double.longBitsToDouble(right.low())));
      default -> constant(loc, type, exact(op, real(left), real(right)));
    };
  }

  private static float single(BinaryOp op, float a, float b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      default -> a / b;
    };
  }

  private static double twice(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      default -> a / b;
    };
  }

  private static Real exact(BinaryOp op, Real a, Real b) {
    return switch (op) {
      case ADD -> a.add(b);
      case SUB -> a.subtract(b);
      case MUL -> a.multiply(b);
      default -> a.divide(b);
    };
  }

  /** Relational and equality operators; false on NaN but for NE. */
  public static boolean compare(BinaryOp op, FloatConst left, FloatConst right) {
    Real a = real(left);
    Real b = real(right);
    if (a.isNaN() || b.isNaN()) {
      return op == BinaryOp.NE;
    }
    int order = a.compare(b);
    return switch (op) {
      case LT -> order < 0;
      case GT -> order > 0;
      case LE -> order <= 0;
      case GE -> order >= 0;
      case EQ -> order == 0;
      default -> order != 0;
    };
  }
}
