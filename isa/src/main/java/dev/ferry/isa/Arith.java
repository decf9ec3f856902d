package dev.ferry.isa;

/**
 * The integer operations that the meaning column calls as {@code Arith.name}. Registers are {@code
 * long}; on RV32 they hold the sign-extended 32-bit value, and so do the results.
 */
public final class Arith {
  private Arith() {}

  /** Upper half of the signed product. */
  public static long mulh(long a, long b, int xlen) {
    return xlen == 64 ? Math.multiplyHigh(a, b) : a * b >> 32;
  }

  /** Upper half of the product of a signed and an unsigned number. */
  public static long mulhsu(long a, long b, int xlen) {
    return xlen == 64 ? Math.multiplyHigh(a, b) + (a & b >> 63) : a * (b & 0xffffffffL) >> 32;
  }

  /** Upper half of the unsigned product. */
  public static long mulhu(long a, long b, int xlen) {
    return xlen == 64
        ? Math.unsignedMultiplyHigh(a, b)
        : (int) ((a & 0xffffffffL) * (b & 0xffffffffL) >>> 32);
  }

  /** Signed quotient; dividing by zero gives -1 (chapter "M", table of division by zero). */
  public static long div(long a, long b, int xlen) {
    if (b == 0) {
      return -1;
    }
    return xlen == 64 ? a / b : (int) a / (int) b;
  }

  /** Unsigned quotient; dividing by zero gives all ones. */
  public static long divu(long a, long b, int xlen) {
    if (b == 0) {
      return -1;
    }
    return xlen == 64 ? Long.divideUnsigned(a, b) : Integer.divideUnsigned((int) a, (int) b);
  }

  /** Signed remainder; by zero it is the dividend. */
  public static long rem(long a, long b) {
    return b == 0 ? a : a % b;
  }

  /** Unsigned remainder; by zero it is the dividend. */
  public static long remu(long a, long b, int xlen) {
    if (b == 0) {
      return a;
    }
    return xlen == 64 ? Long.remainderUnsigned(a, b) : Integer.remainderUnsigned((int) a, (int) b);
  }

  public static long divw(long a, long b) {
    return (int) b == 0 ? -1 : (int) a / (int) b;
  }

  public static long divuw(long a, long b) {
    return (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
  }

  public static long remw(long a, long b) {
    return (int) b == 0 ? (int) a : (int) a % (int) b;
  }

  public static long remuw(long a, long b) {
    return (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
  }
}
