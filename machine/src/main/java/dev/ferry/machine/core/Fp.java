package dev.ferry.machine.core;

/**
 * The floating-point instructions: whole f registers in and out, NaN boxing, rounding modes and
 * exception flags.
 *
 * <p>{@link SoftFloat} is what each instruction means. Where the rounding mode is to nearest even
 * and the result is an ordinary number, the host's arithmetic gives the same bits, and the only
 * flag that can rise is NX. It is sticky, so it is worked out only until it is set, by the exact
 * error of the operation: TwoSum (Knuth) for sums, a fused multiply-add for products, quotients and
 * roots. All else, zero and subnormal and overflowing results and NaNs among it, goes the exact
 * way.
 */
public final class Fp {
  private Fp() {}

  private static final SoftFloat H = SoftFloat.HALF;
  private static final SoftFloat S = SoftFloat.SINGLE;
  private static final SoftFloat D = SoftFloat.DOUBLE;
  private static final int NX = SoftFloat.NX;
  private static final int NV = SoftFloat.NV;

  /** Below: no overflow anywhere in the error computations. */
  private static final double BIG = 0x1p1020;

  /** Above: errors of products and quotients are representable. */
  private static final double SMALL = 0x1p-900;

  private static final float BIG_S = 0x1p126f;
  private static final float SMALL_S = 0x1p-126f;

  private static boolean nearest(Hart h, int rm) {
    return rm == 0 || rm == 7 && h.frm == 0;
  }

  /** A single-precision number boxed in an f register. */
  public static long boxS(long bits) {
    return bits | 0xffffffff00000000L;
  }

  /** A half-precision number boxed in an f register. */
  public static long boxH(long bits) {
    return bits | 0xffffffffffff0000L;
  }

  /** The single-precision number in an f register; what is not boxed counts as NaN. */
  private static long unboxS(long v) {
    return v >>> 32 == 0xffffffffL ? v & 0xffffffffL : 0x7fc00000L;
  }

  private static long unboxH(long v) {
    return v >>> 16 == 0xffffffffffffL ? v & 0xffffL : 0x7e00L;
  }

  private static float toFloat(long v) {
    return v >>> 32 == 0xffffffffL ? Float.intBitsToFloat((int) v) : Float.NaN;
  }

  private static double toDouble(long v) {
    return Double.longBitsToDouble(v);
  }

  private static long boxS(float v) {
    return boxS(Float.floatToRawIntBits(v));
  }

  private static long bits(double v) {
    return Double.doubleToRawLongBits(v);
  }

  // ---- double precision --------------------------------------------------------------------

  public static long addD(Hart h, long a, long b, int rm) {
    double x = toDouble(a);
    double y = toDouble(b);
    double r = x + y;
    if (Math.abs(r) < BIG && nearest(h, rm)) {
      if ((h.fflags & NX) == 0) {
        double t = r - x;
        if (x - (r - t) + (y - t) != 0) {
          h.fflags |= NX;
        }
      }
      return bits(r);
    }
    return D.add(h, a, b, h.roundingMode(rm));
  }

  public static long subD(Hart h, long a, long b, int rm) {
    double x = toDouble(a);
    double y = toDouble(b);
    double r = x - y;
    if (Math.abs(r) < BIG && nearest(h, rm)) {
      if ((h.fflags & NX) == 0) {
        double t = r - x;
        if (x - (r - t) - (y + t) != 0) {
          h.fflags |= NX;
        }
      }
      return bits(r);
    }
    return D.subtract(h, a, b, h.roundingMode(rm));
  }

  public static long mulD(Hart h, long a, long b, int rm) {
    double x = toDouble(a);
    double y = toDouble(b);
    double r = x * y;
    double size = Math.abs(r);
    if (size < BIG && size > SMALL && nearest(h, rm)) {
      if ((h.fflags & NX) == 0 && Math.fma(x, y, -r) != 0) {
        h.fflags |= NX;
      }
      return bits(r);
    }
    return mulSlowD(h, a, b, rm);
  }

  private static long mulSlowD(Hart h, long a, long b, int rm) {
    double x = toDouble(a);
    double y = toDouble(b);
    if ((x == 0 || y == 0) && Math.abs(x) < BIG && Math.abs(y) < BIG && nearest(h, rm)) {
      return bits(x * y);
    }
    return D.multiply(h, a, b, h.roundingMode(rm));
  }

  public static long divD(Hart h, long a, long b, int rm) {
    double x = toDouble(a);
    double y = toDouble(b);
    double r = x / y;
    double size = Math.abs(r);
    if (size < BIG && size > SMALL && Math.abs(x) > SMALL && nearest(h, rm)) {
      if ((h.fflags & NX) == 0 && Math.fma(-r, y, x) != 0) {
        h.fflags |= NX;
      }
      return bits(r);
    }
    return D.divide(h, a, b, h.roundingMode(rm));
  }

  public static long sqrtD(Hart h, long a, int rm) {
    double x = toDouble(a);
    if (x > SMALL && x < BIG && nearest(h, rm)) {
      double r = Math.sqrt(x);
      if ((h.fflags & NX) == 0 && Math.fma(-r, r, x) != 0) {
        h.fflags |= NX;
      }
      return bits(r);
    }
    return D.squareRoot(h, a, h.roundingMode(rm));
  }

  /** The error of a fused operation has no short form: it is taken once NX is set. */
  public static long maddD(Hart h, long a, long b, long c, int rm) {
    if ((h.fflags & NX) != 0) {
      double r = Math.fma(toDouble(a), toDouble(b), toDouble(c));
      double size = Math.abs(r);
      if (size < BIG && size > SMALL && nearest(h, rm)) {
        return bits(r);
      }
    }
    return D.multiplyAdd(h, a, b, c, h.roundingMode(rm));
  }

  private static final long SIGN_D = 1L << 63;

  public static long msubD(Hart h, long a, long b, long c, int rm) {
    return maddD(h, a, b, D.isNan(c) ? c : c ^ SIGN_D, rm);
  }

  public static long nmsubD(Hart h, long a, long b, long c, int rm) {
    return maddD(h, D.isNan(a) ? a : a ^ SIGN_D, b, c, rm);
  }

  public static long nmaddD(Hart h, long a, long b, long c, int rm) {
    return maddD(h, D.isNan(a) ? a : a ^ SIGN_D, b, D.isNan(c) ? c : c ^ SIGN_D, rm);
  }

  public static long copySignD(long a, long b) {
    return a & ~SIGN_D | b & SIGN_D;
  }

  public static long copySignNotD(long a, long b) {
    return a & ~SIGN_D | ~b & SIGN_D;
  }

  public static long copySignXorD(long a, long b) {
    return a ^ b & SIGN_D;
  }

  public static long eqD(Hart h, long a, long b) {
    double x = toDouble(a);
    double y = toDouble(b);
    if (x == y) {
      return 1;
    }
    return x < y || x > y ? 0 : D.equal(h, a, b);
  }

  public static long ltD(Hart h, long a, long b) {
    double x = toDouble(a);
    double y = toDouble(b);
    if (x < y) {
      return 1;
    }
    return x >= y ? 0 : D.less(h, a, b, false, false);
  }

  public static long leD(Hart h, long a, long b) {
    double x = toDouble(a);
    double y = toDouble(b);
    if (x <= y) {
      return 1;
    }
    return x > y ? 0 : D.less(h, a, b, true, false);
  }

  public static long toInt32D(Hart h, long a, int rm) {
    double x = toDouble(a);
    int r = (int) x;
    if (r == x && Math.abs(x) < 0x1p31) {
      return r;
    }
    if (rm == 1 && Math.abs(x) < 0x1p31) {
      h.fflags |= NX;
      return r;
    }
    return D.toInteger(h, a, h.roundingMode(rm), 32, true);
  }

  public static long toInt64D(Hart h, long a, int rm) {
    double x = toDouble(a);
    if (Math.abs(x) < 0x1p62) {
      long r = (long) x;
      if (r == x) {
        return r;
      }
      if (rm == 1) {
        h.fflags |= NX;
        return r;
      }
    }
    return D.toInteger(h, a, h.roundingMode(rm), 64, true);
  }

  public static long fromInt32D(Hart h, long a, int rm) {
    return bits((double) (int) a);
  }

  public static long fromUint32D(Hart h, long a, int rm) {
    return bits((double) (a & 0xffffffffL));
  }

  public static long fromInt64D(Hart h, long a, int rm) {
    if (a << 11 >> 11 == a) {
      return bits((double) a);
    }
    return D.fromLong(h, a, h.roundingMode(rm));
  }

  // ---- single precision --------------------------------------------------------------------

  public static long addS(Hart h, long a, long b, int rm) {
    float x = toFloat(a);
    float y = toFloat(b);
    float r = x + y;
    if (Math.abs(r) < BIG_S && nearest(h, rm)) {
      if ((h.fflags & NX) == 0) {
        float t = r - x;
        if (x - (r - t) + (y - t) != 0) {
          h.fflags |= NX;
        }
      }
      return boxS(r);
    }
    return boxS(S.add(h, unboxS(a), unboxS(b), h.roundingMode(rm)));
  }

  public static long subS(Hart h, long a, long b, int rm) {
    float x = toFloat(a);
    float y = toFloat(b);
    float r = x - y;
    if (Math.abs(r) < BIG_S && nearest(h, rm)) {
      if ((h.fflags & NX) == 0) {
        float t = r - x;
        if (x - (r - t) - (y + t) != 0) {
          h.fflags |= NX;
        }
      }
      return boxS(r);
    }
    return boxS(S.subtract(h, unboxS(a), unboxS(b), h.roundingMode(rm)));
  }

  /** The product of two floats is exact in double precision. */
  public static long mulS(Hart h, long a, long b, int rm) {
    float x = toFloat(a);
    float y = toFloat(b);
    float r = x * y;
    float size = Math.abs(r);
    if (size < BIG_S && (size > SMALL_S || x == 0 || y == 0) && nearest(h, rm)) {
      if ((h.fflags & NX) == 0 && (double) x * y != r) {
        h.fflags |= NX;
      }
      return boxS(r);
    }
    return boxS(S.multiply(h, unboxS(a), unboxS(b), h.roundingMode(rm)));
  }

  public static long divS(Hart h, long a, long b, int rm) {
    float x = toFloat(a);
    float y = toFloat(b);
    float r = x / y;
    float size = Math.abs(r);
    if (size < BIG_S && size > SMALL_S && nearest(h, rm)) {
      if ((h.fflags & NX) == 0 && (double) r * y != x) {
        h.fflags |= NX;
      }
      return boxS(r);
    }
    return boxS(S.divide(h, unboxS(a), unboxS(b), h.roundingMode(rm)));
  }

  public static long sqrtS(Hart h, long a, int rm) {
    float x = toFloat(a);
    if (x > 0 && x < BIG_S && nearest(h, rm)) {
      float r = (float) Math.sqrt(x);
      if ((h.fflags & NX) == 0 && (double) r * r != x) {
        h.fflags |= NX;
      }
      return boxS(r);
    }
    return boxS(S.squareRoot(h, unboxS(a), h.roundingMode(rm)));
  }

  public static long maddS(Hart h, long a, long b, long c, int rm) {
    float x = toFloat(a);
    float y = toFloat(b);
    float z = toFloat(c);
    if ((h.fflags & NX) != 0) {
      float r = Math.fma(x, y, z);
      float size = Math.abs(r);
      if (size < BIG_S && size > SMALL_S && nearest(h, rm)) {
        return boxS(r);
      }
    }
    return boxS(S.multiplyAdd(h, unboxS(a), unboxS(b), unboxS(c), h.roundingMode(rm)));
  }

  private static final long SIGN_S = 1L << 31;

  private static long negateS(long v) {
    return S.isNan(unboxS(v)) ? v : v ^ SIGN_S;
  }

  public static long msubS(Hart h, long a, long b, long c, int rm) {
    return maddS(h, a, b, negateS(c), rm);
  }

  public static long nmsubS(Hart h, long a, long b, long c, int rm) {
    return maddS(h, negateS(a), b, c, rm);
  }

  public static long nmaddS(Hart h, long a, long b, long c, int rm) {
    return maddS(h, negateS(a), b, negateS(c), rm);
  }

  public static long copySignS(long a, long b) {
    return boxS(unboxS(a) & ~SIGN_S | unboxS(b) & SIGN_S);
  }

  public static long copySignNotS(long a, long b) {
    return boxS(unboxS(a) & ~SIGN_S | ~unboxS(b) & SIGN_S);
  }

  public static long copySignXorS(long a, long b) {
    return boxS(unboxS(a) ^ unboxS(b) & SIGN_S);
  }

  public static long eqS(Hart h, long a, long b) {
    float x = toFloat(a);
    float y = toFloat(b);
    if (x == y) {
      return 1;
    }
    return x < y || x > y ? 0 : S.equal(h, unboxS(a), unboxS(b));
  }

  public static long ltS(Hart h, long a, long b) {
    float x = toFloat(a);
    float y = toFloat(b);
    if (x < y) {
      return 1;
    }
    return x >= y ? 0 : S.less(h, unboxS(a), unboxS(b), false, false);
  }

  public static long leS(Hart h, long a, long b) {
    float x = toFloat(a);
    float y = toFloat(b);
    if (x <= y) {
      return 1;
    }
    return x > y ? 0 : S.less(h, unboxS(a), unboxS(b), true, false);
  }

  public static long toInt32S(Hart h, long a, int rm) {
    float x = toFloat(a);
    if (Math.abs(x) < 0x1p30f) {
      int r = (int) x;
      if (r == x) {
        return r;
      }
      if (rm == 1) {
        h.fflags |= NX;
        return r;
      }
    }
    return S.toInteger(h, unboxS(a), h.roundingMode(rm), 32, true);
  }

  public static long toInt64S(Hart h, long a, int rm) {
    return S.toInteger(h, unboxS(a), h.roundingMode(rm), 64, true);
  }

  public static long fromInt32S(Hart h, long a, int rm) {
    int v = (int) a;
    float r = (float) v;
    if ((double) r == v) {
      return boxS(r);
    }
    return boxS(S.fromLong(h, v, h.roundingMode(rm)));
  }

  public static long fromUint32S(Hart h, long a, int rm) {
    return boxS(S.fromUnsignedLong(h, a & 0xffffffffL, h.roundingMode(rm)));
  }

  public static long fromInt64S(Hart h, long a, int rm) {
    return boxS(S.fromLong(h, a, h.roundingMode(rm)));
  }

  public static long sToD(Hart h, long a, int rm) {
    float x = toFloat(a);
    return x == x ? bits(x) : S.convertTo(D, h, unboxS(a), 0);
  }

  public static long dToS(Hart h, long a, int rm) {
    double x = toDouble(a);
    float r = (float) x;
    float size = Math.abs(r);
    if (size < BIG_S && size > SMALL_S && nearest(h, rm)) {
      if (r != x) {
        h.fflags |= NX;
      }
      return boxS(r);
    }
    return boxS(D.convertTo(S, h, a, h.roundingMode(rm)));
  }

  // ---- the rest, the exact way --------------------------------------------------------------

  public static long leqD(Hart h, long a, long b) {
    return D.less(h, a, b, true, true);
  }

  public static long ltqD(Hart h, long a, long b) {
    return D.less(h, a, b, false, true);
  }

  public static long minD(Hart h, long a, long b) {
    return D.minimum(h, a, b, false, false);
  }

  public static long maxD(Hart h, long a, long b) {
    return D.minimum(h, a, b, true, false);
  }

  public static long minmD(Hart h, long a, long b) {
    return D.minimum(h, a, b, false, true);
  }

  public static long maxmD(Hart h, long a, long b) {
    return D.minimum(h, a, b, true, true);
  }

  public static long classD(long a) {
    return D.classify(a);
  }

  public static long toUint32D(Hart h, long a, int rm) {
    return D.toInteger(h, a, h.roundingMode(rm), 32, false);
  }

  public static long toUint64D(Hart h, long a, int rm) {
    return D.toInteger(h, a, h.roundingMode(rm), 64, false);
  }

  public static long fromUint64D(Hart h, long a, int rm) {
    return D.fromUnsignedLong(h, a, h.roundingMode(rm));
  }

  public static long roundD(Hart h, long a, int rm) {
    return D.roundToIntegral(h, a, h.roundingMode(rm), false);
  }

  public static long roundnxD(Hart h, long a, int rm) {
    return D.roundToIntegral(h, a, h.roundingMode(rm), true);
  }

  public static long leqS(Hart h, long a, long b) {
    return S.less(h, unboxS(a), unboxS(b), true, true);
  }

  public static long ltqS(Hart h, long a, long b) {
    return S.less(h, unboxS(a), unboxS(b), false, true);
  }

  public static long minS(Hart h, long a, long b) {
    return boxS(S.minimum(h, unboxS(a), unboxS(b), false, false));
  }

  public static long maxS(Hart h, long a, long b) {
    return boxS(S.minimum(h, unboxS(a), unboxS(b), true, false));
  }

  public static long minmS(Hart h, long a, long b) {
    return boxS(S.minimum(h, unboxS(a), unboxS(b), false, true));
  }

  public static long maxmS(Hart h, long a, long b) {
    return boxS(S.minimum(h, unboxS(a), unboxS(b), true, true));
  }

  public static long classS(long a) {
    return S.classify(unboxS(a));
  }

  public static long toUint32S(Hart h, long a, int rm) {
    return S.toInteger(h, unboxS(a), h.roundingMode(rm), 32, false);
  }

  public static long toUint64S(Hart h, long a, int rm) {
    return S.toInteger(h, unboxS(a), h.roundingMode(rm), 64, false);
  }

  public static long fromUint64S(Hart h, long a, int rm) {
    return boxS(S.fromUnsignedLong(h, a, h.roundingMode(rm)));
  }

  public static long roundS(Hart h, long a, int rm) {
    return boxS(S.roundToIntegral(h, unboxS(a), h.roundingMode(rm), false));
  }

  public static long roundnxS(Hart h, long a, int rm) {
    return boxS(S.roundToIntegral(h, unboxS(a), h.roundingMode(rm), true));
  }

  public static long addH(Hart h, long a, long b, int rm) {
    return boxH(H.add(h, unboxH(a), unboxH(b), h.roundingMode(rm)));
  }

  public static long subH(Hart h, long a, long b, int rm) {
    return boxH(H.subtract(h, unboxH(a), unboxH(b), h.roundingMode(rm)));
  }

  public static long mulH(Hart h, long a, long b, int rm) {
    return boxH(H.multiply(h, unboxH(a), unboxH(b), h.roundingMode(rm)));
  }

  public static long divH(Hart h, long a, long b, int rm) {
    return boxH(H.divide(h, unboxH(a), unboxH(b), h.roundingMode(rm)));
  }

  public static long sqrtH(Hart h, long a, int rm) {
    return boxH(H.squareRoot(h, unboxH(a), h.roundingMode(rm)));
  }

  public static long maddH(Hart h, long a, long b, long c, int rm) {
    return boxH(H.multiplyAdd(h, unboxH(a), unboxH(b), unboxH(c), h.roundingMode(rm)));
  }

  private static final long SIGN_H = 1L << 15;

  private static long negateH(long v) {
    return H.isNan(unboxH(v)) ? v : v ^ SIGN_H;
  }

  public static long msubH(Hart h, long a, long b, long c, int rm) {
    return maddH(h, a, b, negateH(c), rm);
  }

  public static long nmsubH(Hart h, long a, long b, long c, int rm) {
    return maddH(h, negateH(a), b, c, rm);
  }

  public static long nmaddH(Hart h, long a, long b, long c, int rm) {
    return maddH(h, negateH(a), b, negateH(c), rm);
  }

  public static long copySignH(long a, long b) {
    return boxH(unboxH(a) & ~SIGN_H | unboxH(b) & SIGN_H);
  }

  public static long copySignNotH(long a, long b) {
    return boxH(unboxH(a) & ~SIGN_H | ~unboxH(b) & SIGN_H);
  }

  public static long copySignXorH(long a, long b) {
    return boxH(unboxH(a) ^ unboxH(b) & SIGN_H);
  }

  public static long eqH(Hart h, long a, long b) {
    return H.equal(h, unboxH(a), unboxH(b));
  }

  public static long ltH(Hart h, long a, long b) {
    return H.less(h, unboxH(a), unboxH(b), false, false);
  }

  public static long leH(Hart h, long a, long b) {
    return H.less(h, unboxH(a), unboxH(b), true, false);
  }

  public static long toInt32H(Hart h, long a, int rm) {
    return H.toInteger(h, unboxH(a), h.roundingMode(rm), 32, true);
  }

  public static long toInt64H(Hart h, long a, int rm) {
    return H.toInteger(h, unboxH(a), h.roundingMode(rm), 64, true);
  }

  public static long fromInt32H(Hart h, long a, int rm) {
    return boxH(H.fromLong(h, (int) a, h.roundingMode(rm)));
  }

  public static long fromUint32H(Hart h, long a, int rm) {
    return boxH(H.fromUnsignedLong(h, a & 0xffffffffL, h.roundingMode(rm)));
  }

  public static long fromInt64H(Hart h, long a, int rm) {
    return boxH(H.fromLong(h, a, h.roundingMode(rm)));
  }

  public static long leqH(Hart h, long a, long b) {
    return H.less(h, unboxH(a), unboxH(b), true, true);
  }

  public static long ltqH(Hart h, long a, long b) {
    return H.less(h, unboxH(a), unboxH(b), false, true);
  }

  public static long minH(Hart h, long a, long b) {
    return boxH(H.minimum(h, unboxH(a), unboxH(b), false, false));
  }

  public static long maxH(Hart h, long a, long b) {
    return boxH(H.minimum(h, unboxH(a), unboxH(b), true, false));
  }

  public static long minmH(Hart h, long a, long b) {
    return boxH(H.minimum(h, unboxH(a), unboxH(b), false, true));
  }

  public static long maxmH(Hart h, long a, long b) {
    return boxH(H.minimum(h, unboxH(a), unboxH(b), true, true));
  }

  public static long classH(long a) {
    return H.classify(unboxH(a));
  }

  public static long toUint32H(Hart h, long a, int rm) {
    return H.toInteger(h, unboxH(a), h.roundingMode(rm), 32, false);
  }

  public static long toUint64H(Hart h, long a, int rm) {
    return H.toInteger(h, unboxH(a), h.roundingMode(rm), 64, false);
  }

  public static long fromUint64H(Hart h, long a, int rm) {
    return boxH(H.fromUnsignedLong(h, a, h.roundingMode(rm)));
  }

  public static long roundH(Hart h, long a, int rm) {
    return boxH(H.roundToIntegral(h, unboxH(a), h.roundingMode(rm), false));
  }

  public static long roundnxH(Hart h, long a, int rm) {
    return boxH(H.roundToIntegral(h, unboxH(a), h.roundingMode(rm), true));
  }

  public static long hToS(Hart h, long a, int rm) {
    return boxS(H.convertTo(S, h, unboxH(a), h.roundingMode(rm)));
  }

  public static long hToD(Hart h, long a, int rm) {
    return H.convertTo(D, h, unboxH(a), h.roundingMode(rm));
  }

  public static long sToH(Hart h, long a, int rm) {
    return boxH(S.convertTo(H, h, unboxS(a), h.roundingMode(rm)));
  }

  public static long dToH(Hart h, long a, int rm) {
    return boxH(D.convertTo(H, h, a, h.roundingMode(rm)));
  }

  public static long modularInt32D(Hart h, long a) {
    return D.modularInt32(h, a);
  }

  public static long pair(long low, long high) {
    return low & 0xffffffffL | high << 32;
  }

  /**
   * The constants of fli ("Zfa" chapter, table of immediates) as doubles; 1 and 30, 31 are special.
   */
  private static final double[] CONSTANTS = {
    -1.0,
    0,
    0x1p-16,
    0x1p-15,
    0x1p-8,
    0x1p-7,
    0.0625,
    0.125,
    0.25,
    0.3125,
    0.375,
    0.4375,
    0.5,
    0.625,
    0.75,
    0.875,
    1.0,
    1.25,
    1.5,
    1.75,
    2.0,
    2.5,
    3.0,
    4.0,
    8.0,
    16.0,
    128.0,
    256.0,
    0x1p15,
    0x1p16,
    Double.POSITIVE_INFINITY,
    Double.NaN
  };

  public static long constantD(long index) {
    int i = (int) index & 31;
    return i == 1 ? 1L << 52 : bits(CONSTANTS[i]);
  }

  public static long constantS(long index) {
    int i = (int) index & 31;
    return i == 1 ? boxS(1L << 23) : boxS((float) CONSTANTS[i]);
  }

  /** 2^16 is out of range and becomes infinity; 2^-16 and 2^-15 are subnormal. */
  public static long constantH(long index) {
    int i = (int) index & 31;
    return i == 1 ? boxH(1L << 10) : boxH(Float.floatToFloat16((float) CONSTANTS[i]));
  }
}
