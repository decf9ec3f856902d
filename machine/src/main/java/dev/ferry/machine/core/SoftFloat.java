package dev.ferry.machine.core;

/**
 * IEEE 754 arithmetic in integers, for every format, rounding mode and exception flag. The plain
 * textbook way: unpack to sign, exponent and a 63-bit significand, operate exactly or with a sticky
 * last bit, round once. Tininess is detected after rounding and NaN results are canonical, as the
 * RISC-V "F" chapter demands.
 *
 * <p>It is the meaning of every floating-point instruction; {@link Fp} answers the common cases
 * with the host's own arithmetic.
 */
public final class SoftFloat {
  static final int NX = 1;
  static final int UF = 2;
  static final int OF = 4;
  static final int DZ = 8;
  static final int NV = 16;

  static final int RNE = 0;
  static final int RTZ = 1;
  static final int RDN = 2;
  static final int RUP = 3;
  static final int RMM = 4;

  static final SoftFloat HALF = new SoftFloat(5, 11);
  static final SoftFloat SINGLE = new SoftFloat(8, 24);
  static final SoftFloat DOUBLE = new SoftFloat(11, 53);

  /** Bit 62: where the leading bit of an unpacked significand stands. */
  private static final long TOP = 1L << 62;

  /** Bits of a square root: enough for double precision, and the remainder fits in a long. */
  private static final int ROOT_BITS = 58;

  private final int precision;
  private final int bias;
  private final int maxBiased;
  private final int signShift;
  private final long fractionMask;
  private final long infinity;
  private final long quietBit;
  private final long canonicalNan;

  private SoftFloat(int exponentBits, int precision) {
    this.precision = precision;
    this.bias = (1 << (exponentBits - 1)) - 1;
    this.maxBiased = (1 << exponentBits) - 1;
    this.signShift = exponentBits + precision - 1;
    this.fractionMask = (1L << (precision - 1)) - 1;
    this.infinity = (long) maxBiased << (precision - 1);
    this.quietBit = 1L << (precision - 2);
    this.canonicalNan = infinity | quietBit;
  }

  long canonicalNan() {
    return canonicalNan;
  }

  boolean isNan(long v) {
    return (v & ~(1L << signShift)) > infinity;
  }

  boolean isSignalling(long v) {
    return isNan(v) && (v & quietBit) == 0;
  }

  private boolean isInfinite(long v) {
    return (v & ~(1L << signShift)) == infinity;
  }

  private boolean isZero(long v) {
    return (v & ~(1L << signShift)) == 0;
  }

  private int sign(long v) {
    return (int) (v >>> signShift) & 1;
  }

  private long zero(int sign) {
    return (long) sign << signShift;
  }

  private long infinity(int sign) {
    return infinity | (long) sign << signShift;
  }

  private long nan(Hart h, long a, long b) {
    if (isSignalling(a) || isSignalling(b)) {
      h.fflags |= NV;
    }
    return canonicalNan;
  }

  private long invalid(Hart h) {
    h.fflags |= NV;
    return canonicalNan;
  }

  /** Exponent of the leading bit of a finite number that is not zero. */
  private int exponent(long v) {
    int biased = (int) (v >>> (precision - 1)) & maxBiased;
    if (biased != 0) {
      return biased - bias;
    }
    return 64 - Long.numberOfLeadingZeros(v & fractionMask) - precision + 1 - bias;
  }

  /** Significand of a finite number that is not zero, leading bit at bit 62. */
  private long significand(long v) {
    int biased = (int) (v >>> (precision - 1)) & maxBiased;
    long fraction = v & fractionMask;
    if (biased != 0) {
      return (fraction | fractionMask + 1) << (63 - precision);
    }
    return fraction << (Long.numberOfLeadingZeros(fraction) - 1);
  }

  private static long shiftRightJam(long v, int n) {
    if (n == 0) {
      return v;
    }
    if (n > 63) {
      return v == 0 ? 0 : 1;
    }
    return v >>> n | ((v & (1L << n) - 1) != 0 ? 1 : 0);
  }

  /** Whether a magnitude with these discarded bits (of {@code half * 2} in all) goes up. */
  private static boolean roundsUp(int rm, int sign, long discarded, long half, boolean odd) {
    return switch (rm) {
      case RNE -> discarded > half || discarded == half && odd;
      case RTZ -> false;
      case RDN -> sign != 0 && discarded != 0;
      case RUP -> sign == 0 && discarded != 0;
      default -> discarded >= half;
    };
  }

  /**
   * Rounds {@code significand * 2^(exponent - 62)} to the format.
   *
   * @param significand leading bit at bit 62, last bit sticky
   */
  private long round(Hart h, int sign, int exponent, long significand, int rm) {
    int shift = 63 - precision;
    long half = 1L << (shift - 1);
    long mask = (1L << shift) - 1;
    int biased = exponent + bias;
    boolean tiny = false;
    long bits = significand;
    if (biased <= 0) {
      // Tiny after rounding: would it stay below the least normal number with an unbounded
      // exponent?
      tiny =
          biased < 0
              || !(roundsUp(rm, sign, bits & mask, half, (bits >>> shift & 1) != 0)
                  && bits >>> shift == (1L << precision) - 1);
      bits = shiftRightJam(bits, 1 - biased);
      biased = 1;
    }
    long discarded = bits & mask;
    long kept = bits >>> shift;
    if (discarded != 0) {
      h.fflags |= tiny ? NX | UF : NX;
      if (roundsUp(rm, sign, discarded, half, (kept & 1) != 0)) {
        kept++;
        if (kept >>> precision != 0) {
          kept >>>= 1;
          biased++;
        }
      }
    }
    if (biased >= maxBiased) {
      h.fflags |= OF | NX;
      boolean toInfinity =
          rm == RNE || rm == RMM || rm == RDN && sign != 0 || rm == RUP && sign == 0;
      return toInfinity ? infinity(sign) : infinity(sign) - 1;
    }
    if (kept >>> (precision - 1) == 0) {
      biased = 0;
    }
    return (long) sign << signShift | (long) biased << (precision - 1) | kept & fractionMask;
  }

  /** Normalises, then rounds; a zero significand gives the zero of an exact cancellation. */
  private long normalizeRound(Hart h, int sign, int exponent, long significand, int rm) {
    if (significand == 0) {
      return zero(rm == RDN ? 1 : 0);
    }
    int left = Long.numberOfLeadingZeros(significand) - 1;
    return left >= 0
        ? round(h, sign, exponent - left, significand << left, rm)
        : round(h, sign, exponent + 1, shiftRightJam(significand, 1), rm);
  }

  long add(Hart h, long a, long b, int rm) {
    if (isNan(a) || isNan(b)) {
      return nan(h, a, b);
    }
    if (isInfinite(a)) {
      return isInfinite(b) && sign(a) != sign(b) ? invalid(h) : a;
    }
    if (isInfinite(b)) {
      return b;
    }
    if (isZero(a) || isZero(b)) {
      if (isZero(a) && isZero(b)) {
        return a == b ? a : zero(rm == RDN ? 1 : 0);
      }
      return isZero(a) ? b : a;
    }
    int ea = exponent(a);
    int eb = exponent(b);
    long sa = significand(a) >>> 1;
    long sb = significand(b) >>> 1;
    int e = Math.max(ea, eb);
    sa = shiftRightJam(sa, e - ea);
    sb = shiftRightJam(sb, e - eb);
    if (sign(a) == sign(b)) {
      return normalizeRound(h, sign(a), e + 1, sa + sb, rm);
    }
    long difference = sa - sb;
    return difference >= 0
        ? normalizeRound(h, sign(a), e + 1, difference, rm)
        : normalizeRound(h, sign(b), e + 1, -difference, rm);
  }

  long subtract(Hart h, long a, long b, int rm) {
    return isNan(b) ? nan(h, a, b) : add(h, a, b ^ 1L << signShift, rm);
  }

  long multiply(Hart h, long a, long b, int rm) {
    if (isNan(a) || isNan(b)) {
      return nan(h, a, b);
    }
    int sign = sign(a) ^ sign(b);
    if (isInfinite(a) || isInfinite(b)) {
      return isZero(a) || isZero(b) ? invalid(h) : infinity(sign);
    }
    if (isZero(a) || isZero(b)) {
      return zero(sign);
    }
    // Both leading bits at 62: the product's is at 124 or 125 of 128 bits.
    long sa = significand(a);
    long sb = significand(b);
    long high = Math.multiplyHigh(sa, sb);
    long low = sa * sb;
    long top = high << 2 | low >>> 62;
    long sticky = (low << 2) != 0 ? 1 : 0;
    return normalizeRound(h, sign, exponent(a) + exponent(b), top | sticky, rm);
  }

  long divide(Hart h, long a, long b, int rm) {
    if (isNan(a) || isNan(b)) {
      return nan(h, a, b);
    }
    int sign = sign(a) ^ sign(b);
    if (isInfinite(a)) {
      return isInfinite(b) ? invalid(h) : infinity(sign);
    }
    if (isInfinite(b)) {
      return zero(sign);
    }
    if (isZero(b)) {
      if (isZero(a)) {
        return invalid(h);
      }
      h.fflags |= DZ;
      return infinity(sign);
    }
    if (isZero(a)) {
      return zero(sign);
    }
    long dividend = significand(a);
    long divisor = significand(b);
    int exponent = exponent(a) - exponent(b);
    if (dividend < divisor) {
      dividend <<= 1;
      exponent--;
    }
    long quotient = 0;
    for (int i = 0; i < 63; i++) { // One bit a round, the first is 1.
      quotient <<= 1;
      if (Long.compareUnsigned(dividend, divisor) >= 0) {
        dividend -= divisor;
        quotient |= 1;
      }
      dividend <<= 1;
    }
    return round(h, sign, exponent, quotient | (dividend != 0 ? 1 : 0), rm);
  }

  long squareRoot(Hart h, long a, int rm) {
    if (isNan(a)) {
      return nan(h, a, a);
    }
    if (isZero(a)) {
      return a;
    }
    if (sign(a) != 0) {
      return invalid(h);
    }
    if (isInfinite(a)) {
      return a;
    }
    // The radicand has 64 bits for an even exponent; the root is found bit by bit, first from the
    // radicand's 32 pairs of bits, then from zeros. The remainder stays below twice the root.
    int exponent = exponent(a);
    long radicand = significand(a) << (exponent & 1);
    long root = 0;
    long remainder = 0;
    for (int i = 0; i < ROOT_BITS; i++) {
      remainder = remainder << 2 | radicand >>> 62;
      radicand <<= 2;
      long trial = root << 2 | 1;
      root <<= 1;
      if (remainder >= trial) {
        remainder -= trial;
        root |= 1;
      }
    }
    int left = 63 - ROOT_BITS;
    return round(h, 0, exponent >> 1, root << left | (remainder != 0 ? 1 : 0), rm);
  }

  /** a * b + c, rounded once. The product's exact 126 bits are aligned in 192. */
  long multiplyAdd(Hart h, long a, long b, long c, int rm) {
    boolean invalidProduct = isInfinite(a) && isZero(b) || isZero(a) && isInfinite(b);
    if (invalidProduct) {
      return invalid(h);
    }
    if (isNan(a) || isNan(b) || isNan(c)) {
      if (isSignalling(c)) {
        h.fflags |= NV;
      }
      return nan(h, a, b);
    }
    int sign = sign(a) ^ sign(b);
    if (isInfinite(a) || isInfinite(b)) {
      return isInfinite(c) && sign(c) != sign ? invalid(h) : infinity(sign);
    }
    if (isInfinite(c)) {
      return c;
    }
    if (isZero(a) || isZero(b)) {
      if (!isZero(c)) {
        return c;
      }
      return sign == sign(c) ? c : zero(rm == RDN ? 1 : 0);
    }
    long sa = significand(a);
    long sb = significand(b);
    long high = Math.multiplyHigh(sa, sb);
    long low = sa * sb;
    int exponent = exponent(a) + exponent(b) + 1; // Of bit 125.
    if (high >>> 61 == 0) {
      high = high << 1 | low >>> 63;
      low <<= 1;
      exponent--;
    }
    if (isZero(c)) {
      return round(h, sign, exponent, high << 1 | low >>> 63 | (low << 1 != 0 ? 1 : 0), rm);
    }
    return addProduct(h, sign, exponent, high, low, c, rm);
  }

  /** Adds c to a product whose leading bit is bit 125 of high:low. */
  private long addProduct(Hart h, int sign, int exponent, long high, long low, long c, int rm) {
    long cHigh = significand(c) >>> 1; // Leading bit at 125 of 128 as well.
    long cLow = significand(c) << 63;
    int cExponent = exponent(c);
    int distance = exponent - cExponent;
    int e = Math.max(exponent, cExponent);
    long pHigh = high;
    long pLow = low;
    if (distance > 0) {
      cLow = shiftLow(cHigh, cLow, distance);
      cHigh = distance > 63 ? 0 : cHigh >>> distance;
    } else if (distance < 0) {
      pLow = shiftLow(pHigh, pLow, -distance);
      pHigh = -distance > 63 ? 0 : pHigh >>> -distance;
    }
    int resultSign = sign;
    long sumHigh;
    long sumLow;
    if (sign == sign(c)) {
      sumLow = pLow + cLow;
      sumHigh = pHigh + cHigh + (Long.compareUnsigned(sumLow, pLow) < 0 ? 1 : 0);
    } else {
      sumLow = pLow - cLow;
      sumHigh = pHigh - cHigh - (Long.compareUnsigned(pLow, cLow) < 0 ? 1 : 0);
      if (sumHigh < 0) {
        sumLow = -sumLow;
        sumHigh = ~sumHigh + (sumLow == 0 ? 1 : 0);
        resultSign ^= 1;
      }
    }
    if ((sumHigh | sumLow) == 0) {
      return zero(rm == RDN ? 1 : 0);
    }
    // The leading bit stands for e at bit 125; bring it to bit 126 = bit 62 of the high word.
    int left =
        sumHigh != 0
            ? Long.numberOfLeadingZeros(sumHigh) - 1
            : 63 + Long.numberOfLeadingZeros(sumLow);
    long top;
    long rest;
    if (left == 0) {
      top = sumHigh;
      rest = sumLow;
    } else if (left < 64) {
      top = sumHigh << left | sumLow >>> (64 - left);
      rest = sumLow << left;
    } else {
      top = sumLow << (left - 64);
      rest = 0;
    }
    return round(h, resultSign, e + 1 - left, top | (rest != 0 ? 1 : 0), rm);
  }

  /** Low word of a 128-bit value shifted right by 1 or more, with a sticky last bit. */
  private static long shiftLow(long high, long low, int n) {
    if (n < 64) {
      return high << (64 - n) | low >>> n | (low << (64 - n) != 0 ? 1 : 0);
    }
    if (n == 64) {
      return high | (low != 0 ? 1 : 0);
    }
    if (n < 128) {
      return high >>> (n - 64) | ((high << (128 - n) | low) != 0 ? 1 : 0);
    }
    return (high | low) != 0 ? 1 : 0;
  }

  /** 1 when a < b or, with {@code orEqual}, a <= b; NaNs give 0. */
  long less(Hart h, long a, long b, boolean orEqual, boolean quiet) {
    if (isNan(a) || isNan(b)) {
      if (!quiet || isSignalling(a) || isSignalling(b)) {
        h.fflags |= NV;
      }
      return 0;
    }
    long x = ordered(a);
    long y = ordered(b);
    return x < y || orEqual && x == y ? 1 : 0;
  }

  long equal(Hart h, long a, long b) {
    if (isNan(a) || isNan(b)) {
      if (isSignalling(a) || isSignalling(b)) {
        h.fflags |= NV;
      }
      return 0;
    }
    return ordered(a) == ordered(b) ? 1 : 0;
  }

  /** A number in the order of the values; both zeros give 0. */
  private long ordered(long v) {
    long magnitude = v & (1L << signShift) - 1;
    return sign(v) != 0 ? -magnitude : magnitude;
  }

  /** IEEE 754-2019 minimumNumber, or minimum where NaNs win; -0 is below +0. */
  long minimum(Hart h, long a, long b, boolean maximum, boolean nanWins) {
    boolean nanA = isNan(a);
    boolean nanB = isNan(b);
    if (nanA || nanB) {
      if (isSignalling(a) || isSignalling(b)) {
        h.fflags |= NV;
      }
      if (nanWins || nanA && nanB) {
        return canonicalNan;
      }
      return nanA ? b : a;
    }
    long x = ordered(a);
    long y = ordered(b);
    boolean first = x == y ? sign(a) != 0 : x < y;
    return first != maximum ? a : b;
  }

  /** fclass' ten bits. */
  long classify(long v) {
    int sign = sign(v);
    if (isNan(v)) {
      return (v & quietBit) == 0 ? 1 << 8 : 1 << 9;
    }
    if (isInfinite(v)) {
      return sign != 0 ? 1 : 1 << 7;
    }
    if (isZero(v)) {
      return sign != 0 ? 1 << 3 : 1 << 4;
    }
    boolean subnormal = (v & infinity) == 0;
    if (sign != 0) {
      return subnormal ? 1 << 2 : 1 << 1;
    }
    return subnormal ? 1 << 5 : 1 << 6;
  }

  /** Converts to another format. */
  long convertTo(SoftFloat to, Hart h, long v, int rm) {
    if (isNan(v)) {
      if (isSignalling(v)) {
        h.fflags |= NV;
      }
      return to.canonicalNan;
    }
    int sign = sign(v);
    if (isInfinite(v)) {
      return to.infinity(sign);
    }
    if (isZero(v)) {
      return to.zero(sign);
    }
    return to.round(h, sign, exponent(v), significand(v), rm);
  }

  /** Rounds a signed 64-bit integer. */
  long fromLong(Hart h, long v, int rm) {
    return fromMagnitude(h, v < 0 ? 1 : 0, v < 0 ? -v : v, rm);
  }

  /** Rounds an unsigned 64-bit integer. */
  long fromUnsignedLong(Hart h, long v, int rm) {
    return fromMagnitude(h, 0, v, rm);
  }

  private long fromMagnitude(Hart h, int sign, long magnitude, int rm) {
    if (magnitude == 0) {
      return 0;
    }
    if (magnitude < 0) {
      return round(h, sign, 63, magnitude >>> 1 | magnitude & 1, rm);
    }
    int left = Long.numberOfLeadingZeros(magnitude) - 1;
    return round(h, sign, 62 - left, magnitude << left, rm);
  }

  /**
   * Rounds to an integer of {@code bits} bits; out of range and NaN saturate and raise NV ("F"
   * chapter, table of fcvt domains).
   */
  long toInteger(Hart h, long v, int rm, int bits, boolean signed) {
    long max = signed ? -1L >>> (65 - bits) : -1L >>> (64 - bits);
    long min = signed ? -max - 1 : 0;
    if (isNan(v)) {
      h.fflags |= NV;
      return extend(max, bits);
    }
    int sign = sign(v);
    if (isZero(v)) {
      return 0;
    }
    if (isInfinite(v) || exponent(v) > 63) {
      h.fflags |= NV;
      return extend(sign != 0 ? min : max, bits);
    }
    int exponent = exponent(v);
    long s = significand(v);
    long magnitude;
    boolean inexact = false;
    if (exponent == 63) {
      magnitude = s << 1;
    } else {
      int shift = 62 - exponent;
      // Keep one bit for the half and one sticky bit: work on s >> 1 with two spare low bits.
      long wide = shift > 63 ? 0 : s >>> shift;
      long rest = shift > 63 ? 1 : shift == 0 ? 0 : s << (64 - shift);
      long discarded = shift > 63 ? 1 : rest >>> 1 | rest & 1;
      inexact = rest != 0;
      magnitude = wide;
      if (inexact && roundsUp(rm, sign, discarded, TOP, (wide & 1) != 0)) {
        magnitude++;
      }
    }
    boolean over;
    if (sign != 0) {
      over = Long.compareUnsigned(magnitude, -min) > 0;
    } else {
      over = Long.compareUnsigned(magnitude, max) > 0;
    }
    if (over) {
      h.fflags |= NV;
      return extend(sign != 0 ? min : max, bits);
    }
    if (inexact) {
      h.fflags |= NX;
    }
    return extend(sign != 0 ? -magnitude : magnitude, bits);
  }

  private static long extend(long v, int bits) {
    return bits == 32 ? (int) v : v;
  }

  /** Rounds to an integral value in the same format. */
  long roundToIntegral(Hart h, long v, int rm, boolean raiseInexact) {
    if (isNan(v)) {
      return nan(h, v, v);
    }
    if (isInfinite(v) || isZero(v) || exponent(v) >= precision - 1) {
      return v;
    }
    int sign = sign(v);
    int exponent = exponent(v);
    long s = significand(v);
    int shift = 62 - exponent;
    long wide = shift > 62 ? 0 : s >>> shift;
    long rest = shift > 63 ? 1 : s << (64 - shift);
    if (shift == 0 || rest == 0) {
      return v;
    }
    long discarded = shift > 63 ? 1 : rest >>> 1 | rest & 1;
    if (raiseInexact) {
      h.fflags |= NX;
    }
    if (roundsUp(rm, sign, discarded, TOP, (wide & 1) != 0)) {
      wide++;
    }
    if (wide == 0) {
      return zero(sign);
    }
    int left = Long.numberOfLeadingZeros(wide) - 1;
    return round(h, sign, 62 - left, wide << left, RNE);
  }

  /** fcvtmod.w.d: towards zero, modulo 2^32, flags as fcvt.w.d. */
  long modularInt32(Hart h, long v) {
    if (isNan(v) || isInfinite(v)) {
      h.fflags |= NV;
      return 0;
    }
    if (isZero(v)) {
      return 0;
    }
    toInteger(h, v, RTZ, 32, true); // For the flags.
    int shift = exponent(v) - 62;
    long s = significand(v);
    long magnitude = shift >= 0 ? (shift > 63 ? 0 : s << shift) : (shift < -63 ? 0 : s >>> -shift);
    return (int) (sign(v) != 0 ? -magnitude : magnitude);
  }
}
