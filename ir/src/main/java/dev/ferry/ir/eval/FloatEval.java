package dev.ferry.ir.eval;

import dev.ferry.ir.Op;
import dev.ferry.ir.Type;

/**
 * Float ops on raw bits (an f32 in the low half, zeros above), rounding to nearest even. A NaN
 * result is the canonical NaN, as RISC-V's arithmetic gives it.
 */
public final class FloatEval {
  private static final int NAN32 = 0x7fc00000;
  private static final long NAN64 = 0x7ff8000000000000L;
  private static final long SIGN64 = 1L << 63;
  private static final long SIGN32 = 1L << 31;

  private FloatEval() {}

  public static float f32(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  public static double f64(long bits) {
    return Double.longBitsToDouble(bits);
  }

  public static long bits(float value) {
    return (Float.isNaN(value) ? NAN32 : Float.floatToRawIntBits(value)) & 0xffffffffL;
  }

  public static long bits(double value) {
    return Double.isNaN(value) ? NAN64 : Double.doubleToRawLongBits(value);
  }

  /** A two-operand op or comparison on operands of {@code type}. */
  public static long binary(Op op, Type type, long a, long b) {
    return type == Type.F32 ? binary32(op, a, b) : binary64(op, a, b);
  }

  private static long binary32(Op op, long rawA, long rawB) {
    float a = f32(rawA);
    float b = f32(rawB);
    return switch (op) {
      case FADD -> bits(a + b);
      case FSUB -> bits(a - b);
      case FMUL -> bits(a * b);
      case FDIV -> bits(a / b);
      case FMIN -> Float.isNaN(a) ? bits(b) : Float.isNaN(b) ? bits(a) : bits(Math.min(a, b));
      case FMAX -> Float.isNaN(a) ? bits(b) : Float.isNaN(b) ? bits(a) : bits(Math.max(a, b));
      case FCOPYSIGN -> rawA & ~SIGN32 | rawB & SIGN32;
      case FEQ -> a == b ? 1 : 0;
      case FNE -> a != b ? 1 : 0;
      case FLT -> a < b ? 1 : 0;
      case FLE -> a <= b ? 1 : 0;
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  private static long binary64(Op op, long rawA, long rawB) {
    double a = f64(rawA);
    double b = f64(rawB);
    return switch (op) {
      case FADD -> bits(a + b);
      case FSUB -> bits(a - b);
      case FMUL -> bits(a * b);
      case FDIV -> bits(a / b);
      case FMIN -> Double.isNaN(a) ? bits(b) : Double.isNaN(b) ? bits(a) : bits(Math.min(a, b));
      case FMAX -> Double.isNaN(a) ? bits(b) : Double.isNaN(b) ? bits(a) : bits(Math.max(a, b));
      case FCOPYSIGN -> rawA & ~SIGN64 | rawB & SIGN64;
      case FEQ -> a == b ? 1 : 0;
      case FNE -> a != b ? 1 : 0;
      case FLT -> a < b ? 1 : 0;
      case FLE -> a <= b ? 1 : 0;
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  /** FNEG, FABS, FSQRT. */
  public static long unary(Op op, Type type, long a) {
    long sign = type == Type.F32 ? SIGN32 : SIGN64;
    return switch (op) {
      case FNEG -> a ^ sign;
      case FABS -> a & ~sign;
      case FSQRT -> type == Type.F32 ? bits((float) Math.sqrt(f32(a))) : bits(Math.sqrt(f64(a)));
      default -> throw new IllegalArgumentException(op.text());
    };
  }

  public static long fma(Type type, long a, long b, long c) {
    return type == Type.F32
        ? bits(Math.fma(f32(a), f32(b), f32(c)))
        : bits(Math.fma(f64(a), f64(b), f64(c)));
  }

  /** The class mask of the RISC-V fclass instruction (unprivileged manual, table "fclass"). */
  public static long classify(Type type, long raw) {
    boolean isSingle = type == Type.F32;
    long fraction = raw & (isSingle ? 0x7fffffL : 0xfffffffffffffL);
    long exponent = isSingle ? raw >>> 23 & 0xff : raw >>> 52 & 0x7ff;
    boolean negative = (raw >>> (isSingle ? 31 : 63) & 1) != 0;
    long quiet = isSingle ? 1L << 22 : 1L << 51;
    if (exponent == (isSingle ? 0xff : 0x7ff)) {
      if (fraction != 0) {
        return (fraction & quiet) != 0 ? 1 << 9 : 1 << 8;
      }
      return negative ? 1 : 1 << 7;
    }
    if (exponent != 0) {
      return negative ? 1 << 1 : 1 << 6;
    }
    if (fraction != 0) {
      return negative ? 1 << 2 : 1 << 5;
    }
    return negative ? 1 << 3 : 1 << 4;
  }

  /** SI2F and UI2F. */
  public static long fromInt(Op op, Type from, Type to, long a) {
    boolean isUnsigned = op == Op.UI2F;
    long v = isUnsigned && from == Type.I32 ? a & 0xffffffffL : a;
    if (!isUnsigned || v >= 0) {
      return to == Type.F32 ? bits((float) v) : bits((double) v);
    }
    // Halve with the lost bit kept sticky: the rounding is then right.
    long half = v >>> 1 | v & 1;
    return to == Type.F32 ? bits((float) half * 2) : bits((double) half * 2);
  }

  /** F2SI and F2UI: towards zero, saturating; NaN gives the largest value. */
  public static long toInt(Op op, Type from, Type to, long raw) {
    double a = from == Type.F32 ? f32(raw) : f64(raw);
    if (op == Op.F2SI) {
      if (Double.isNaN(a)) {
        return to == Type.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
      }
      return to == Type.I32 ? (int) a : (long) a;
    }
    if (Double.isNaN(a)) {
      return -1;
    }
    if (a <= -1) {
      return 0;
    }
    if (to == Type.I32) {
      return a >= 4294967296.0 ? -1 : (int) (long) a;
    }
    if (a >= 18446744073709551616.0) {
      return -1;
    }
    return a < 9223372036854775808.0 ? (long) a : (long) (a - 9223372036854775808.0) ^ SIGN64;
  }

  /** FRINT with a RISC-V rounding mode; 7 (dynamic) rounds to nearest even. */
  public static long round(Type type, int mode, long raw) {
    if (type == Type.F32) {
      // Every f32 and its integral neighbours are exact in f64.
      return bits((float) round(mode, f32(raw)));
    }
    return bits(round(mode, f64(raw)));
  }

  private static double round(int mode, double a) {
    double result =
        switch (mode) {
          case 1 -> a < 0 ? Math.ceil(a) : Math.floor(a);
          case 2 -> Math.floor(a);
          case 3 -> Math.ceil(a);
          case 4 -> roundAway(a);
          default -> Math.rint(a);
        };
    return result == 0 ? Math.copySign(result, a) : result;
  }

  private static double roundAway(double a) {
    double magnitude = Math.abs(a);
    double floor = Math.floor(magnitude);
    return Math.copySign(magnitude - floor >= 0.5 ? floor + 1 : floor, a);
  }
}
