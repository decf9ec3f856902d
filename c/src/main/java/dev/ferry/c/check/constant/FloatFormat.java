package dev.ferry.c.check.constant;

/** An IEEE 754 binary interchange format. */
public enum FloatFormat {
  BINARY16(11, 5),
  BINARY32(24, 8),
  BINARY64(53, 11),
  BINARY128(113, 15);

  private final int precision;
  private final int exponentBits;

  FloatFormat(int precision, int exponentBits) {
    this.precision = precision;
    this.exponentBits = exponentBits;
  }

  /** Bits of the significand, the hidden one included. */
  public int precision() {
    return precision;
  }

  public int exponentBits() {
    return exponentBits;
  }

  /** The bias, which is the largest exponent too. */
  public int bias() {
    return (1 << exponentBits - 1) - 1;
  }

  public static FloatFormat ofBytes(int bytes) {
    return switch (bytes) {
      case 2 -> BINARY16;
      case 4 -> BINARY32;
      case 8 -> BINARY64;
      default -> BINARY128;
    };
  }
}
