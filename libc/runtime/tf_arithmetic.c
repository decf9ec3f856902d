/* binary128 addition, subtraction, multiplication, division, negation (libgcc's tf names). */
#include "softfloat.h"

static long double nan_result(number a, number b) {
  if (a.class == SIGNALING_NAN || b.class == SIGNALING_NAN) {
    raise_flags(INVALID);
  }
  return quad_nan();
}

static long double invalid(void) {
  raise_flags(INVALID);
  return quad_nan();
}

/* Exact zero from a sum: negative only when rounding down, unless both zeros are negative. */
static long double zero_sum(int a_sign, int b_sign) {
  return quad_zero(a_sign == b_sign ? a_sign : rounding_mode() == DOWN);
}

static long double add_finite(number a, number b) {
  if (a.exponent < b.exponent
      || (a.exponent == b.exponent && less128(a.significand, b.significand))) {
    number t = a;
    a = b;
    b = t;
  }
  /* One bit of room for the carry: the low 15 bits are clear, nothing is lost. */
  u128 x = shift_right(a.significand, 1);
  u128 y = shift_right_sticky(shift_right(b.significand, 1), a.exponent - b.exponent);
  u128 sum = a.sign == b.sign ? add128(x, y) : sub128(x, y);
  if (is_zero128(sum)) {
    return zero_sum(0, 1);
  }
  int count = leading_zeros128(sum);
  return round_quad(a.sign, a.exponent + 1 - count, shift_left(sum, count));
}

static long double add(number a, number b) {
  if (is_nan(a) || is_nan(b)) {
    return nan_result(a, b);
  }
  if (a.class == INFINITE) {
    return b.class == INFINITE && a.sign != b.sign ? invalid() : quad_infinity(a.sign);
  }
  if (b.class == INFINITE) {
    return quad_infinity(b.sign);
  }
  if (a.class == ZERO) {
    return b.class == ZERO ? zero_sum(a.sign, b.sign)
                           : round_quad(b.sign, b.exponent, b.significand);
  }
  if (b.class == ZERO) {
    return round_quad(a.sign, a.exponent, a.significand);
  }
  return add_finite(a, b);
}

long double __addtf3(long double a, long double b) { return add(unpack_quad(a), unpack_quad(b)); }

long double __subtf3(long double a, long double b) {
  number y = unpack_quad(b);
  y.sign ^= 1;
  return add(unpack_quad(a), y);
}

/* The high 128 bits of the product, the low ones sticky. */
static u128 multiply_high(u128 a, u128 b) {
  u128 low = multiply64(a.lo, b.lo);
  u128 cross1 = multiply64(a.hi, b.lo);
  u128 cross2 = multiply64(a.lo, b.hi);
  u128 high = multiply64(a.hi, b.hi);
  u128 mid = add128((u128){0, low.hi}, (u128){0, cross1.lo});
  mid = add128(mid, (u128){0, cross2.lo});
  high = add128(high, (u128){0, cross1.hi});
  high = add128(high, (u128){0, cross2.hi});
  high = add128(high, (u128){0, mid.hi});
  high.lo |= (mid.lo | low.lo) != 0;
  return high;
}

long double __multf3(long double x, long double y) {
  number a = unpack_quad(x), b = unpack_quad(y);
  int sign = a.sign ^ b.sign;
  if (is_nan(a) || is_nan(b)) {
    return nan_result(a, b);
  }
  if (a.class == INFINITE || b.class == INFINITE) {
    return a.class == ZERO || b.class == ZERO ? invalid() : quad_infinity(sign);
  }
  if (a.class == ZERO || b.class == ZERO) {
    return quad_zero(sign);
  }
  u128 product = multiply_high(a.significand, b.significand);
  int exponent = a.exponent + b.exponent - QUAD_BIAS + 1;
  if (product.hi >> 63 == 0) {
    product = shift_left(product, 1);
    exponent--;
  }
  return round_quad(sign, exponent, product);
}

/* The quotient of two significands with their leading bits at 127, as a fraction with 125 bits
 * after the point; the remainder makes it sticky. Restoring division, a bit a step. */
static u128 divide(u128 a, u128 b) {
  u128 quotient = {0, 0};
  u128 rest = shift_right(a, 1);
  u128 divisor = shift_right(b, 1);
  for (int i = 0; i < 118; i++) {
    quotient = shift_left(quotient, 1);
    if (!less128(rest, divisor)) {
      rest = sub128(rest, divisor);
      quotient.lo |= 1;
    }
    rest = shift_left(rest, 1);
  }
  quotient = shift_left(quotient, 1);
  quotient.lo |= !is_zero128(rest);
  return quotient;
}

long double __divtf3(long double x, long double y) {
  number a = unpack_quad(x), b = unpack_quad(y);
  int sign = a.sign ^ b.sign;
  if (is_nan(a) || is_nan(b)) {
    return nan_result(a, b);
  }
  if (a.class == INFINITE) {
    return b.class == INFINITE ? invalid() : quad_infinity(sign);
  }
  if (b.class == INFINITE) {
    return quad_zero(sign);
  }
  if (b.class == ZERO) {
    if (a.class == ZERO) {
      return invalid();
    }
    raise_flags(DIVIDE_BY_ZERO);
    return quad_infinity(sign);
  }
  if (a.class == ZERO) {
    return quad_zero(sign);
  }
  u128 quotient = divide(a.significand, b.significand);
  int count = leading_zeros128(quotient);
  /* The first quotient bit, of weight 1, is bit 118. */
  int exponent = a.exponent - b.exponent + QUAD_BIAS + (9 - count);
  return round_quad(sign, exponent, shift_left(quotient, count));
}

long double __negtf2(long double x) {
  quad_bits q;
  q.value = x;
  q.bits.hi ^= 1ULL << 63;
  return q.value;
}

long double __powitf2(long double x, int n) {
  unsigned count = n < 0 ? -(unsigned)n : (unsigned)n;
  long double result = count & 1 ? x : 1.0L;
  while (count >>= 1) {
    x *= x;
    if (count & 1) {
      result *= x;
    }
  }
  return n < 0 ? 1.0L / result : result;
}
