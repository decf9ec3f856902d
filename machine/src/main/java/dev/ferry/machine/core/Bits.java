package dev.ferry.machine.core;

/**
 * Bit manipulation of Zbb and Zbc that is more than one operator. Registers are 64 bits wide; RV32
 * keeps its values sign-extended, and {@code xlen} tells the two apart.
 */
public final class Bits {
  private Bits() {}

  private static final long LOW32 = 0xffffffffL;

  public static long clz(long a, int xlen) {
    return xlen == 64 ? Long.numberOfLeadingZeros(a) : Integer.numberOfLeadingZeros((int) a);
  }

  public static long ctz(long a, int xlen) {
    return xlen == 64 ? Long.numberOfTrailingZeros(a) : Integer.numberOfTrailingZeros((int) a);
  }

  public static long cpop(long a, int xlen) {
    return xlen == 64 ? Long.bitCount(a) : Integer.bitCount((int) a);
  }

  public static long rev8(long a) {
    return Long.reverseBytes(a);
  }

  public static long rev8w(long a) {
    return Integer.reverseBytes((int) a);
  }

  /** Each byte becomes 0xff where it has any bit, else 0. */
  public static long orcb(long a) {
    long low7 = 0x7f7f7f7f7f7f7f7fL;
    long high = ((a & low7) + low7 | a) & ~low7;
    return (high >>> 7) * 0xff;
  }

  /** Lower half of the carry-less product. */
  public static long clmul(long a, long b, int xlen) {
    long product = 0;
    for (int i = 0; i < xlen; i++) {
      if ((b >>> i & 1) != 0) {
        product ^= a << i;
      }
    }
    return xlen == 64 ? product : (int) product;
  }

  /** Upper half of the carry-less product. */
  public static long clmulh(long a, long b, int xlen) {
    if (xlen == 32) {
      return (int) (clmulr(a, b, 32) >>> 1 & 0x7fffffff);
    }
    return clmulr(a, b, 64) >>> 1;
  }

  /** Bits 2*xlen-2 to xlen-1 of the carry-less product. */
  public static long clmulr(long a, long b, int xlen) {
    long value = xlen == 64 ? a : a & LOW32;
    long product = 0;
    for (int i = 0; i < xlen; i++) {
      if ((b >>> i & 1) != 0) {
        product ^= value >>> (xlen - i - 1);
      }
    }
    return xlen == 64 ? product : (int) product;
  }
}
