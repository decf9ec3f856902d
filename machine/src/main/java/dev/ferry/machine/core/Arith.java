package dev.ferry.machine.core;

/**
 * Multiplication's upper half, and division with RISC-V's rules for zero and overflow. Registers
 * are 64 bits wide; RV32 keeps its values sign-extended, and methods with {@code xlen} tell the two
 * apart.
 */
public final class Arith {
  private Arith() {}

  private static final long LOW32 = 0xffffffffL;

  public static long mulh(long a, long b, int xlen) {
    return xlen == 64 ? Math.multiplyHigh(a, b) : (a * b) >> 32;
  }

  public static long mulhu(long a, long b, int xlen) {
    return xlen == 64
        ? Math.unsignedMultiplyHigh(a, b)
        : (int) (((a & LOW32) * (b & LOW32)) >>> 32);
  }

  public static long mulhsu(long a, long b, int xlen) {
    return xlen == 64
        ? Math.multiplyHigh(a, b) + ((b >> 63) & a)
        : (a * (b & LOW32)) >> 32;
  }

  /** Division by zero gives -1; the overflow of MIN / -1 gives MIN, as Java's does. */
  public static long div(long a, long b) {
    return b == 0 ? -1 : a / b;
  }

  public static long rem(long a, long b) {
    return b == 0 ? a : a % b;
  }

  public static long divu(long a, long b, int xlen) {
    if (xlen == 32) {
      return divuw(a, b);
    }
    return b == 0 ? -1 : Long.divideUnsigned(a, b);
  }

  public static long remu(long a, long b, int xlen) {
    if (xlen == 32) {
      return remuw(a, b);
    }
    return b == 0 ? a : Long.remainderUnsigned(a, b);
  }

  public static long divw(long a, long b) {
    return (int) b == 0 ? -1 : (int) a / (int) b;
  }

  public static long remw(long a, long b) {
    return (int) b == 0 ? (int) a : (int) a % (int) b;
  }

  public static long divuw(long a, long b) {
    return (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
  }

  public static long remuw(long a, long b) {
    return (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
  }
}
