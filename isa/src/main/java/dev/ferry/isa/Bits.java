package dev.ferry.isa;

/**
 * The bit operations that the meaning column calls as {@code Bits.name}. Registers are {@code
 * long}; on RV32 they hold the sign-extended 32-bit value, and so do the results.
 */
public final class Bits {
  private Bits() {}

  /** Zero bits above the highest set one of the low {@code width} bits. */
  public static long clz(long a, int width) {
    return width == 64 ? Long.numberOfLeadingZeros(a) : Integer.numberOfLeadingZeros((int) a);
  }

  /** Zero bits below the lowest set one of the low {@code width} bits. */
  public static long ctz(long a, int width) {
    return width == 64 ? Long.numberOfTrailingZeros(a) : Integer.numberOfTrailingZeros((int) a);
  }

  /** Set bits among the low {@code width} bits. */
  public static long cpop(long a, int width) {
    return width == 64 ? Long.bitCount(a) : Integer.bitCount((int) a);
  }

  /** Every byte that is not zero becomes 0xff. */
  public static long orcb(long a) {
    long ones = 0x0101010101010101L;
    long any = a | a >>> 4 & 0x0f0f0f0f0f0f0f0fL;
    any |= any >>> 2 & 0x3f3f3f3f3f3f3f3fL;
    any |= any >>> 1 & 0x7f7f7f7f7f7f7f7fL;
    return (any & ones) * 0xff;
  }

  /** The eight bytes in reverse order. */
  public static long rev8(long a) {
    return Long.reverseBytes(a);
  }

  /** The lower four bytes in reverse order, sign-extended. */
  public static long rev8w(long a) {
    return Integer.reverseBytes((int) a);
  }

  /** Lower half of the carry-less product. */
  public static long clmul(long a, long b, int xlen) {
    long product = 0;
    for (int i = 0; i < xlen; i++) {
      product ^= a << i & -(b >>> i & 1);
    }
    return xlen == 64 ? product : (int) product;
  }

  /** Upper half of the carry-less product. */
  public static long clmulh(long a, long b, int xlen) {
    long left = xlen == 64 ? a : a & 0xffffffffL;
    long product = 0;
    for (int i = 1; i < xlen; i++) {
      product ^= left >>> (xlen - i) & -(b >>> i & 1);
    }
    return xlen == 64 ? product : (int) product;
  }

  /** Bits {@code 2 * xlen - 2} down to {@code xlen - 1} of the carry-less product. */
  public static long clmulr(long a, long b, int xlen) {
    long left = xlen == 64 ? a : a & 0xffffffffL;
    long product = 0;
    for (int i = 0; i < xlen; i++) {
      product ^= left >>> (xlen - i - 1) & -(b >>> i & 1);
    }
    return xlen == 64 ? product : (int) product;
  }
}
