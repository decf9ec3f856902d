/* _BitInt beyond 128 bits, called by Ferry's lowering: little-endian arrays of 64-bit limbs in
 * two's complement, all operands and results of one length. The caller cuts to the width. */
#include "softfloat.h"

static int is_negative(const u64 *a, u32 n) { return (i64)a[n - 1] < 0; }

void __ferry_bitint_add(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 carry = 0;
  for (u32 i = 0; i < n; i++) {
    u64 sum = a[i] + carry;
    carry = sum < carry;
    sum += b[i];
    carry += sum < b[i];
    r[i] = sum;
  }
}

void __ferry_bitint_sub(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 borrow = 0;
  for (u32 i = 0; i < n; i++) {
    u64 x = a[i], y = b[i];
    u64 difference = x - y;
    u64 next = (x < y) | (difference < borrow);
    r[i] = difference - borrow;
    borrow = next;
  }
}

static void negate(u64 *r, const u64 *a, u32 n) {
  u64 carry = 1;
  for (u32 i = 0; i < n; i++) {
    u64 x = ~a[i] + carry;
    carry = carry && x == 0;
    r[i] = x;
  }
}

void __ferry_bitint_mul(u64 *r, const u64 *a, const u64 *b, u32 n) {
  for (u32 i = 0; i < n; i++) {
    r[i] = 0;
  }
  for (u32 i = 0; i < n; i++) {
    u64 carry = 0;
    for (u32 j = 0; i + j < n; j++) {
      u128 p = multiply64(a[i], b[j]);
      p = add128(p, (u128){0, carry});
      p = add128(p, (u128){0, r[i + j]});
      r[i + j] = p.lo;
      carry = p.hi;
    }
  }
}

void __ferry_bitint_shl(u64 *r, const u64 *a, u32 count, u32 n) {
  u32 limbs = count / 64, bits = count % 64;
  for (u32 i = n; i-- > 0;) {
    u64 x = i >= limbs ? a[i - limbs] << bits : 0;
    if (bits != 0 && i > limbs) {
      x |= a[i - limbs - 1] >> (64 - bits);
    }
    r[i] = x;
  }
}

static void shift_down(u64 *r, const u64 *a, u32 count, u32 n, u64 filler) {
  u32 limbs = count / 64, bits = count % 64;
  for (u32 i = 0; i < n; i++) {
    u64 low = i < n - limbs && limbs < n ? a[i + limbs] : filler;
    u64 high = limbs < n && i + 1 < n - limbs ? a[i + limbs + 1] : filler;
    r[i] = bits == 0 ? low : low >> bits | high << (64 - bits);
  }
}

void __ferry_bitint_shr(u64 *r, const u64 *a, u32 count, u32 n) { shift_down(r, a, count, n, 0); }

void __ferry_bitint_sar(u64 *r, const u64 *a, u32 count, u32 n) {
  shift_down(r, a, count, n, is_negative(a, n) ? ~0ULL : 0);
}

static int less(const u64 *a, const u64 *b, u32 n) {
  for (u32 i = n; i-- > 0;) {
    if (a[i] != b[i]) {
      return a[i] < b[i];
    }
  }
  return 0;
}

/* Shift and subtract: q = a / b, rest = a % b; q may be a, none of the others overlap. */
static void divide(u64 *q, u64 *rest, const u64 *a, const u64 *b, u32 n) {
  for (u32 i = 0; i < n; i++) {
    rest[i] = 0;
  }
  for (u32 bit = 64 * n; bit-- > 0;) {
    u64 in = a[bit / 64] >> bit % 64 & 1;
    u64 out = rest[n - 1] >> 63;
    for (u32 i = n; i-- > 0;) {
      rest[i] = rest[i] << 1 | (i == 0 ? in : rest[i - 1] >> 63);
    }
    u64 set = out != 0 || !less(rest, b, n);
    if (set) {
      __ferry_bitint_sub(rest, rest, b, n);
    }
    u64 mask = 1ULL << bit % 64;
    q[bit / 64] = (q[bit / 64] & ~mask) | (set ? mask : 0);
  }
}

void __ferry_bitint_udiv(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 rest[n];
  u64 q[n];
  divide(q, rest, a, b, n);
  for (u32 i = 0; i < n; i++) {
    r[i] = q[i];
  }
}

void __ferry_bitint_urem(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 rest[n];
  u64 q[n];
  divide(q, rest, a, b, n);
  for (u32 i = 0; i < n; i++) {
    r[i] = rest[i];
  }
}

static void magnitude(u64 *r, const u64 *a, u32 n) {
  if (is_negative(a, n)) {
    negate(r, a, n);
  } else {
    for (u32 i = 0; i < n; i++) {
      r[i] = a[i];
    }
  }
}

void __ferry_bitint_sdiv(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 x[n], y[n];
  int negative = is_negative(a, n) != is_negative(b, n);
  magnitude(x, a, n);
  magnitude(y, b, n);
  __ferry_bitint_udiv(r, x, y, n);
  if (negative) {
    negate(r, r, n);
  }
}

void __ferry_bitint_srem(u64 *r, const u64 *a, const u64 *b, u32 n) {
  u64 x[n], y[n];
  int negative = is_negative(a, n);
  magnitude(x, a, n);
  magnitude(y, b, n);
  __ferry_bitint_urem(r, x, y, n);
  if (negative) {
    negate(r, r, n);
  }
}

/* To floats: the top 128 bits, the rest sticky. The exponent is that of the leading bit. */
static number normalise(const u64 *a, u32 n, int is_signed) {
  u64 m[n];
  number result;
  result.sign = is_signed && is_negative(a, n);
  result.class = ZERO;
  if (result.sign) {
    negate(m, a, n);
  } else {
    for (u32 i = 0; i < n; i++) {
      m[i] = a[i];
    }
  }
  for (u32 i = n; i-- > 0;) {
    if (m[i] == 0) {
      continue;
    }
    int count = leading_zeros(m[i]);
    u128 top = {m[i], i > 0 ? m[i - 1] : 0};
    u64 next = i > 1 ? m[i - 2] : 0;
    u64 sticky = count != 0 ? next << count : next;
    for (u32 j = 0; j + 2 < i; j++) {
      sticky |= m[j];
    }
    result.significand = shift_left(top, count);
    if (count != 0) {
      result.significand.lo |= next >> (64 - count);
    }
    result.significand.lo |= sticky != 0;
    result.exponent = 64 * (int)i + 63 - count;
    result.class = FINITE;
    break;
  }
  return result;
}

/* Beyond any format's range, so that rounding overflows as its mode says. */
static int bounded(int exponent) { return exponent > 40000 ? 40000 : exponent; }

static float to_float(const u64 *a, u32 n, int is_signed) {
  number x = normalise(a, n, is_signed);
  return x.class == ZERO ? 0 : round_float(x.sign, bounded(x.exponent) + 127, x.significand);
}

static double to_double(const u64 *a, u32 n, int is_signed) {
  number x = normalise(a, n, is_signed);
  return x.class == ZERO ? 0 : round_double(x.sign, bounded(x.exponent) + 1023, x.significand);
}

static long double to_quad(const u64 *a, u32 n, int is_signed) {
  number x = normalise(a, n, is_signed);
  return x.class == ZERO ? quad_zero(0)
                         : round_quad(x.sign, bounded(x.exponent) + QUAD_BIAS, x.significand);
}

float __ferry_bitint_floatsf(const u64 *a, u32 n) { return to_float(a, n, 1); }

float __ferry_bitint_floatunsf(const u64 *a, u32 n) { return to_float(a, n, 0); }

double __ferry_bitint_floatdf(const u64 *a, u32 n) { return to_double(a, n, 1); }

double __ferry_bitint_floatundf(const u64 *a, u32 n) { return to_double(a, n, 0); }

long double __ferry_bitint_floattf(const u64 *a, u32 n) { return to_quad(a, n, 1); }

long double __ferry_bitint_floatuntf(const u64 *a, u32 n) { return to_quad(a, n, 0); }

/* From floats: truncated; what does not fit wraps. */
static void from_number(u64 *r, number x, int bias, u32 n) {
  for (u32 i = 0; i < n; i++) {
    r[i] = 0;
  }
  int exponent = x.exponent - bias;
  if (x.class != FINITE || exponent < 0) {
    return;
  }
  /* Bit 127 of the significand has weight 2^exponent. */
  u64 parts[2] = {x.significand.lo, x.significand.hi};
  for (int i = 0; i < 128; i++) {
    int bit = exponent - 127 + i;
    if (bit >= 0 && (u32)bit < 64 * n && (parts[i / 64] >> i % 64 & 1)) {
      r[bit / 64] |= 1ULL << bit % 64;
    }
  }
  if (x.sign) {
    negate(r, r, n);
  }
}

void __ferry_bitint_fixsf(u64 *r, float x, u32 n) { from_number(r, unpack_float(x), 127, n); }

void __ferry_bitint_fixunssf(u64 *r, float x, u32 n) { from_number(r, unpack_float(x), 127, n); }

void __ferry_bitint_fixdf(u64 *r, double x, u32 n) { from_number(r, unpack_double(x), 1023, n); }

void __ferry_bitint_fixunsdf(u64 *r, double x, u32 n) {
  from_number(r, unpack_double(x), 1023, n);
}

void __ferry_bitint_fixtf(u64 *r, long double x, u32 n) {
  from_number(r, unpack_quad(x), QUAD_BIAS, n);
}

void __ferry_bitint_fixunstf(u64 *r, long double x, u32 n) {
  from_number(r, unpack_quad(x), QUAD_BIAS, n);
}
