/* Conversions of binary128 to and from the other floats and integers of up to 64 bits, and of
 * binary16 to and from binary32 and 64. */
#include "softfloat.h"

static void quiet(number n) {
  if (n.class == SIGNALING_NAN) {
    raise_flags(INVALID);
  }
}

/* A NaN keeps its sign and payload, quieted; narrowing makes it canonical (below): as libgcc. */
static long double widen(number n, int bias) {
  switch (n.class) {
    case ZERO:
      return quad_zero(n.sign);
    case INFINITE:
      return quad_infinity(n.sign);
    case FINITE:
      return round_quad(n.sign, n.exponent - bias + QUAD_BIAS, n.significand);
    default: {
      quiet(n);
      u128 fraction = shift_right(n.significand, 15);
      return pack_quad(n.sign, QUAD_MAX_EXPONENT, fraction.hi | 0x800000000000ULL, fraction.lo);
    }
  }
}

long double __extenddftf2(double x) { return widen(unpack_double(x), 1023); }

long double __extendsftf2(float x) { return widen(unpack_float(x), 127); }

static u32 half_bits(float boxed) {
  float_bits f;
  f.value = boxed;
  return f.bits & 0xffff;
}

long double __extendhftf2(float boxed) { return widen(unpack_half(half_bits(boxed)), 15); }

static double to_double(number n, int bias) {
  double_bits d;
  switch (n.class) {
    case FINITE:
      return round_double(n.sign, n.exponent - bias + 1023, n.significand);
    case ZERO:
      d.bits = (u64)n.sign << 63;
      break;
    case INFINITE:
      d.bits = (u64)n.sign << 63 | 0x7ff0000000000000ULL;
      break;
    default:
      quiet(n);
      d.bits = 0x7ff8000000000000ULL;
      break;
  }
  return d.value;
}

static float to_float(number n, int bias) {
  float_bits f;
  switch (n.class) {
    case FINITE:
      return round_float(n.sign, n.exponent - bias + 127, n.significand);
    case ZERO:
      f.bits = (u32)n.sign << 31;
      break;
    case INFINITE:
      f.bits = (u32)n.sign << 31 | 0x7f800000;
      break;
    default:
      quiet(n);
      f.bits = 0x7fc00000;
      break;
  }
  return f.value;
}

static float to_half(number n, int bias) {
  switch (n.class) {
    case FINITE:
      return round_half(n.sign, n.exponent - bias + 15, n.significand);
    case ZERO:
      return box_half((u32)n.sign << 15);
    case INFINITE:
      return box_half((u32)n.sign << 15 | 0x7c00);
    default:
      quiet(n);
      return box_half(0x7e00);
  }
}

double __trunctfdf2(long double x) { return to_double(unpack_quad(x), QUAD_BIAS); }

float __trunctfsf2(long double x) { return to_float(unpack_quad(x), QUAD_BIAS); }

float __trunctfhf2(long double x) { return to_half(unpack_quad(x), QUAD_BIAS); }

float __truncdfhf2(double x) { return to_half(unpack_double(x), 1023); }

float __truncsfhf2(float x) { return to_half(unpack_float(x), 127); }

float __extendhfsf2(float boxed) { return to_float(unpack_half(half_bits(boxed)), 15); }

double __extendhfdf2(float boxed) { return to_double(unpack_half(half_bits(boxed)), 15); }

/* Integers. */

/* The magnitude of the integral part if it is below 2^bits, else all ones and *fits = 0. */
static u64 magnitude(number n, int *fits, int *inexact) {
  *fits = 1;
  *inexact = 0;
  if (n.class == ZERO) {
    return 0;
  }
  if (n.class != FINITE || n.exponent >= QUAD_BIAS + 64) {
    *fits = 0;
    return ~0ULL;
  }
  if (n.exponent < QUAD_BIAS) {
    *inexact = 1;
    return 0;
  }
  int count = 63 - (n.exponent - QUAD_BIAS);
  u64 whole = n.significand.hi >> count;
  u64 lost = n.significand.lo | (count != 0 ? n.significand.hi << (64 - count) : 0);
  *inexact = lost != 0;
  return whole;
}

/* Out of range: the nearest bound by the sign, also of a NaN; only invalid is raised. */
static u64 fix_signed(long double x, int bits) {
  number n = unpack_quad(x);
  int fits, inexact;
  u64 value = magnitude(n, &fits, &inexact);
  u64 limit = (1ULL << (bits - 1)) - (n.sign ? 0 : 1);
  if (!fits || value > limit) {
    raise_flags(INVALID);
    value = limit;
  } else if (inexact) {
    raise_flags(INEXACT);
  }
  return n.sign ? -value : value;
}

static u64 fix_unsigned(long double x, int bits) {
  number n = unpack_quad(x);
  int fits, inexact;
  u64 value = magnitude(n, &fits, &inexact);
  u64 limit = bits == 64 ? ~0ULL : (1ULL << bits) - 1;
  if (n.sign && (value != 0 || !fits)) {
    raise_flags(INVALID);
    return 0;
  }
  if (!fits || value > limit) {
    raise_flags(INVALID);
    return limit;
  }
  if (inexact) {
    raise_flags(INEXACT);
  }
  return value;
}

int __fixtfsi(long double x) { return (int)fix_signed(x, 32); }

i64 __fixtfdi(long double x) { return (i64)fix_signed(x, 64); }

u32 __fixunstfsi(long double x) { return (u32)fix_unsigned(x, 32); }

u64 __fixunstfdi(long double x) { return fix_unsigned(x, 64); }

static long double from_magnitude(int sign, u64 value) {
  if (value == 0) {
    return quad_zero(0);
  }
  int count = leading_zeros(value);
  return round_quad(sign, QUAD_BIAS + 63 - count, (u128){value << count, 0});
}

long double __floatunditf(u64 x) { return from_magnitude(0, x); }

long double __floatditf(i64 x) { return from_magnitude(x < 0, x < 0 ? -(u64)x : (u64)x); }

long double __floatunsitf(u32 x) { return from_magnitude(0, x); }

long double __floatsitf(int x) { return __floatditf(x); }
