package dev.ferry.c.check.constant;

import java.math.BigInteger;

/**
 * An exact binary floating number: {@code significand * 2^exponent} with a sign, an infinity or a
 * NaN. Operations are exact but for division, which keeps enough bits and a sticky bit so that the
 * rounding that follows is right. Rounding is to nearest, ties to even (IEEE 754-2019, 4.3.1).
 *
 * @param significand not negative; the payload of a NaN
 */
public record Real(Kind kind, boolean negative, BigInteger significand, int exponent) {
  /** What kind of datum it is. */
  public enum Kind {
    FINITE,
    INFINITE,
    NAN
  }

  private static final int DIVISION_BITS = 130;
  public static final Real ZERO = new Real(Kind.FINITE, false, BigInteger.ZERO, 0);
  public static final Real NAN = new Real(Kind.NAN, false, BigInteger.ZERO, 0);

  public static Real infinity(boolean negative) {
    return new Real(Kind.INFINITE, negative, BigInteger.ZERO, 0);
  }

  public static Real of(BigInteger value) {
    return new Real(Kind.FINITE, value.signum() < 0, value.abs(), 0);
  }

  /** Decodes the bits of a format. */
  public static Real ofBits(FloatFormat format, long low, long high) {
    BigInteger bits = unsigned(low);
    if (format == FloatFormat.BINARY128) {
      bits = bits.or(unsigned(high).shiftLeft(64));
    }
    int fractionBits = format.precision() - 1;
    BigInteger fraction = bits.and(BigInteger.ONE.shiftLeft(fractionBits).subtract(BigInteger.ONE));
    int biased = bits.shiftRight(fractionBits).intValue() & (1 << format.exponentBits()) - 1;
    boolean negative = bits.testBit(fractionBits + format.exponentBits());
    if (biased == (1 << format.exponentBits()) - 1) {
      return fraction.signum() == 0
          ? infinity(negative)
          : new Real(Kind.NAN, negative, fraction, fractionBits);
    }
    if (biased == 0) {
      return new Real(Kind.FINITE, negative, fraction, 1 - format.bias() - fractionBits);
    }
    return new Real(
        Kind.FINITE,
        negative,
        fraction.setBit(fractionBits),
        biased - format.bias() - fractionBits);
  }

  private static BigInteger unsigned(long value) {
    BigInteger big = BigInteger.valueOf(value);
    return value < 0 ? big.add(BigInteger.ONE.shiftLeft(64)) : big;
  }

  /**
   * Reads a decimal or hexadecimal floating constant without suffix (C17 6.4.4.2), exactly but for
   * a sticky bit below {@value #DIVISION_BITS} bits.
   */
  public static Real parse(String text) {
    return text.startsWith("0x") || text.startsWith("0X")
        ? parseHex(text.substring(2))
        : parseDecimal(text);
  }

  private static Real parseHex(String text) {
    int p = Math.max(text.indexOf('p'), text.indexOf('P'));
    String mantissa = p < 0 ? text : text.substring(0, p);
    int exponent = p < 0 ? 0 : exponent(text.substring(p + 1));
    int dot = mantissa.indexOf('.');
    if (dot >= 0) {
      exponent = saturate((long) exponent - 4L * (mantissa.length() - dot - 1));
      mantissa = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
    }
    BigInteger digits = mantissa.isEmpty() ? BigInteger.ZERO : new BigInteger(mantissa, 16);
    return new Real(Kind.FINITE, false, digits, exponent);
  }

  private static Real parseDecimal(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = e < 0 ? text : text.substring(0, e);
    int exponent = e < 0 ? 0 : exponent(text.substring(e + 1));
    int dot = mantissa.indexOf('.');
    if (dot >= 0) {
      exponent = saturate((long) exponent - (mantissa.length() - dot - 1));
      mantissa = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
    }
    BigInteger digits = mantissa.isEmpty() ? BigInteger.ZERO : new BigInteger(mantissa);
    if (digits.signum() == 0) {
      return ZERO;
    }
    // Beyond these bounds every format overflows or underflows: no need for huge powers.
    if (exponent > 20_000) {
      return new Real(Kind.FINITE, false, BigInteger.ONE, 100_000);
    }
    if ((long) exponent + mantissa.length() < -20_000) {
      return new Real(Kind.FINITE, false, BigInteger.ONE, -100_000);
    }
    if (exponent >= 0) {
      BigInteger scaled = digits.multiply(BigInteger.valueOf(5).pow(exponent));
      return new Real(Kind.FINITE, false, scaled, exponent);
    }
    BigInteger divisor = BigInteger.valueOf(5).pow(-exponent);
    return quotient(false, digits, divisor, exponent);
  }

  private static int exponent(String text) {
    boolean negative = text.startsWith("-");
    int at = negative || text.startsWith("+") ? 1 : 0;
    long value = 0;
    for (; at < text.length(); at++) {
      value = Math.min(1_000_000, value * 10 + (text.charAt(at) - '0'));
    }
    return (int) (negative ? -value : value);
  }

  private static int saturate(long exponent) {
    return (int) Math.clamp(exponent, -2_000_000, 2_000_000);
  }

  /** {@code a / b * 2^exponent} with a sticky last bit. */
  private static Real quotient(boolean negative, BigInteger a, BigInteger b, int exponent) {
    int shift = Math.max(0, DIVISION_BITS + b.bitLength() - a.bitLength());
    BigInteger[] parts = a.shiftLeft(shift).divideAndRemainder(b);
    BigInteger q = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      q = q.setBit(0);
    }
    return new Real(Kind.FINITE, negative, q, exponent - shift - 1);
  }

  public boolean isZero() {
    return kind == Kind.FINITE && significand.signum() == 0;
  }

  public boolean isNaN() {
    return kind == Kind.NAN;
  }

  public Real negate() {
    return new Real(kind, !negative, significand, exponent);
  }

  public Real add(Real other) {
    if (kind == Kind.NAN || other.kind == Kind.NAN) {
      return kind == Kind.NAN ? this : other;
    }
    if (kind == Kind.INFINITE) {
      return other.kind == Kind.INFINITE && other.negative != negative ? NAN : this;
    }
    if (other.kind == Kind.INFINITE) {
      return other;
    }
    int common = Math.min(exponent, other.exponent);
    BigInteger sum = signed(common).add(other.signed(common));
    if (sum.signum() == 0) {
      return new Real(Kind.FINITE, negative && other.negative, BigInteger.ZERO, 0);
    }
    return new Real(Kind.FINITE, sum.signum() < 0, sum.abs(), common);
  }

  private BigInteger signed(int common) {
    BigInteger scaled = significand.shiftLeft(exponent - common);
    return negative ? scaled.negate() : scaled;
  }

  public Real subtract(Real other) {
    return add(other.negate());
  }

  public Real multiply(Real other) {
    if (kind == Kind.NAN || other.kind == Kind.NAN) {
      return kind == Kind.NAN ? this : other;
    }
    boolean sign = negative != other.negative;
    if (kind == Kind.INFINITE || other.kind == Kind.INFINITE) {
      return isZero() || other.isZero() ? NAN : infinity(sign);
    }
    return new Real(
        Kind.FINITE, sign, significand.multiply(other.significand), exponent + other.exponent);
  }

  public Real divide(Real other) {
    if (kind == Kind.NAN || other.kind == Kind.NAN) {
      return kind == Kind.NAN ? this : other;
    }
    boolean sign = negative != other.negative;
    if (kind == Kind.INFINITE) {
      return other.kind == Kind.INFINITE ? NAN : infinity(sign);
    }
    if (other.kind == Kind.INFINITE) {
      return new Real(Kind.FINITE, sign, BigInteger.ZERO, 0);
    }
    if (other.isZero()) {
      return isZero() ? NAN : infinity(sign);
    }
    return quotient(sign, significand, other.significand, exponent - other.exponent);
  }

  /** Comparison of numbers; neither may be a NaN. */
  public int compare(Real other) {
    if (kind == Kind.INFINITE || other.kind == Kind.INFINITE) {
      int a = kind == Kind.INFINITE ? negative ? -1 : 1 : 0;
      int b = other.kind == Kind.INFINITE ? other.negative ? -1 : 1 : 0;
      return Integer.compare(a, b);
    }
    int common = Math.min(exponent, other.exponent);
    return signed(common).compareTo(other.signed(common));
  }

  /** Truncation towards zero; 0 for infinities and NaN. */
  public BigInteger truncate() {
    if (kind != Kind.FINITE || exponent + significand.bitLength() <= 0) {
      return BigInteger.ZERO;
    }
    BigInteger magnitude = significand.shiftLeft(exponent);
    return negative ? magnitude.negate() : magnitude;
  }

  /** Whether it is a whole number. */
  public boolean isInteger() {
    return kind == Kind.FINITE
        && (significand.signum() == 0
            || exponent >= 0
            || significand.getLowestSetBit() + exponent >= 0);
  }

  /**
   * Rounds to a format.
   *
   * @return the low and the high 64 bits
   */
  public long[] round(FloatFormat format) {
    BigInteger bits = encode(format);
    int signBit = format.precision() - 1 + format.exponentBits();
    if (negative) {
      bits = bits.setBit(signBit);
    }
    return new long[] {bits.longValue(), bits.shiftRight(64).longValue()};
  }

  private BigInteger encode(FloatFormat format) {
    int fractionBits = format.precision() - 1;
    BigInteger infinity =
        BigInteger.valueOf((1L << format.exponentBits()) - 1).shiftLeft(fractionBits);
    if (kind == Kind.INFINITE) {
      return infinity;
    }
    if (kind == Kind.NAN) {
      return encodeNaN(infinity, fractionBits);
    }
    if (significand.signum() == 0) {
      return BigInteger.ZERO;
    }
    int top = significand.bitLength() - 1 + exponent;
    if (top > format.bias()) {
      return infinity;
    }
    int lowest = 1 - format.bias() - fractionBits;
    int unit = Math.max(top - fractionBits, lowest);
    BigInteger rounded = shiftRounded(significand, exponent - unit);
    if (top < 1 - format.bias()) {
      return rounded;
    }
    // A carry out of the significand raises the exponent by itself; beyond the last it is infinity.
    BigInteger biased = BigInteger.valueOf((long) top + format.bias() - 1);
    BigInteger encoded = biased.shiftLeft(fractionBits).add(rounded);
    return encoded.compareTo(infinity) >= 0 ? infinity : encoded;
  }

  private BigInteger encodeNaN(BigInteger infinity, int fractionBits) {
    BigInteger payload =
        exponent >= fractionBits
            ? significand.shiftRight(exponent - fractionBits)
            : significand.shiftLeft(fractionBits - exponent);
    return infinity.or(payload).setBit(fractionBits - 1);
  }

  private static BigInteger shiftRounded(BigInteger value, int shift) {
    if (shift >= 0) {
      return value.shiftLeft(shift);
    }
    if (-shift > value.bitLength() + 1) {
      return BigInteger.ZERO;
    }
    BigInteger quotient = value.shiftRight(-shift);
    boolean half = value.testBit(-shift - 1);
    boolean beyond = value.getLowestSetBit() < -shift - 1;
    return half && (beyond || quotient.testBit(0)) ? quotient.add(BigInteger.ONE) : quotient;
  }
}
