/* 128-bit integers (libgcc's ti names): division, the shifts and products an old compiler calls,
 * and conversions to and from floats. */
#include "softfloat.h"

#if __riscv_xlen == 64

typedef unsigned __int128 uti;
typedef __int128 sti;

static u64 high(uti x) { return (u64)(x >> 64); }

static uti join(u128 x) { return (uti)x.hi << 64 | x.lo; }

static u128 split(uti x) { return (u128){high(x), (u64)x}; }

/* 128 by 64 bits with high < d, d normalised: two steps of base 2^32 (Knuth 4.3.1, D). */
static u64 divide_normalised(u64 hi, u64 lo, u64 d, u64 *rest) {
  u64 dh = d >> 32, dl = (u32)d;
  u64 result = 0;
  for (int i = 0; i < 2; i++) {
    u64 next = i == 0 ? lo >> 32 : (u32)lo;
    u64 q = hi / dh;
    u64 r = hi - q * dh;
    while (q >> 32 != 0 || q * dl > (r << 32 | next)) {
      q--;
      r += dh;
      if (r >> 32 != 0) {
        break;
      }
    }
    hi = (hi << 32 | next) - q * d;
    result = result << 32 | q;
  }
  *rest = hi;
  return result;
}

/* Division by one limb. */
static uti divide_short(uti n, u64 d, uti *rest) {
  u64 nh = high(n), nl = (u64)n;
  if (nh == 0) {
    *rest = nl % d;
    return nl / d;
  }
  u64 qh = nh / d;
  u64 r = nh % d;
  int shift = leading_zeros(d);
  if (shift != 0) {
    r = r << shift | nl >> (64 - shift);
    nl <<= shift;
  }
  u64 left;
  u64 ql = divide_normalised(r, nl, d << shift, &left);
  *rest = left >> shift;
  return (uti)qh << 64 | ql;
}

/* Division by two limbs: the quotient has one; estimate it from the top limbs, then correct. */
static uti divide_long(uti n, uti d, uti *rest) {
  if (n < d) {
    *rest = n;
    return 0;
  }
  int shift = leading_zeros(high(d));
  u64 top = (u64)((d << shift) >> 64);
  uti half = n >> 1;
  u64 ignored;
  u64 q = divide_normalised(high(half), (u64)half, top, &ignored);
  q = q >> (63 - shift);
  if (q != 0) {
    q--;
  }
  uti r = n - (uti)q * d;
  while (r >= d) {
    r -= d;
    q++;
  }
  *rest = r;
  return q;
}

uti __udivmodti4(uti n, uti d, uti *rest) {
  uti r;
  uti q;
  if (high(d) == 0) {
    /* As the machine's division by zero: all ones, the dividend left. */
    if ((u64)d == 0) {
      q = ~(uti)0;
      r = n;
    } else {
      q = divide_short(n, (u64)d, &r);
    }
  } else {
    q = divide_long(n, d, &r);
  }
  if (rest != 0) {
    *rest = r;
  }
  return q;
}

uti __udivti3(uti n, uti d) { return __udivmodti4(n, d, 0); }

uti __umodti3(uti n, uti d) {
  uti r;
  __udivmodti4(n, d, &r);
  return r;
}

static uti absolute(sti x) { return x < 0 ? -(uti)x : (uti)x; }

sti __divti3(sti n, sti d) {
  uti q = __udivti3(absolute(n), absolute(d));
  return (n < 0) != (d < 0) ? -q : q;
}

sti __modti3(sti n, sti d) {
  uti r = __umodti3(absolute(n), absolute(d));
  return n < 0 ? -r : r;
}

sti __divmodti4(sti n, sti d, sti *rest) {
  uti r;
  uti q = __udivmodti4(absolute(n), absolute(d), &r);
  *rest = n < 0 ? -r : r;
  return (n < 0) != (d < 0) ? -q : q;
}

sti __multi3(sti a, sti b) {
  u128 x = split((uti)a), y = split((uti)b);
  u128 p = multiply64(x.lo, y.lo);
  p.hi += x.lo * y.hi + x.hi * y.lo;
  return (sti)join(p);
}

/* libgcc's shape: overflow is stored, the wrapped product returned. */
sti __muloti4(sti a, sti b, int *overflow) {
  sti result = (sti)((uti)a * (uti)b);
  *overflow = 0;
  if (a != 0) {
    sti min = (sti)((uti)1 << 127);
    *overflow = (a == -1 && b == min) || (a != -1 && result / a != b);
  }
  return result;
}

sti __ashlti3(sti x, int count) { return (sti)join(shift_left(split((uti)x), count & 127)); }

uti __lshrti3(uti x, int count) { return join(shift_right(split(x), count & 127)); }

sti __ashrti3(sti x, int count) {
  uti filled = (uti)(x < 0 ? ~x : x);
  uti moved = __lshrti3(filled, count);
  return (sti)(x < 0 ? ~moved : moved);
}

sti __negti2(sti x) { return (sti)(0 - (uti)x); }

compare_result __cmpti2(sti a, sti b) { return a < b ? 0 : a == b ? 1 : 2; }

compare_result __ucmpti2(uti a, uti b) { return a < b ? 0 : a == b ? 1 : 2; }

int __clzti2(uti x) { return leading_zeros128(split(x)); }

int __ctzti2(uti x) { return 127 - leading_zeros128(split(x & -x)); }

int __ffsti2(uti x) { return x == 0 ? 0 : __ctzti2(x) + 1; }

int __clrsbti2(sti x) { return leading_zeros128(split((uti)(x < 0 ? ~x : x))) - 1; }

int __popcountdi2(u64 x);

int __popcountti2(uti x) { return __popcountdi2((u64)x) + __popcountdi2(high(x)); }

int __parityti2(uti x) { return __popcountti2(x) & 1; }

/* To floats: normalised, then rounded once. */

static number from_integer(int sign, uti x) {
  number n;
  n.sign = sign;
  u128 s = split(x);
  int count = leading_zeros128(s);
  n.class = x == 0 ? ZERO : FINITE;
  n.exponent = 127 - count;
  n.significand = x == 0 ? s : shift_left(s, count);
  return n;
}

static float to_float(number n) {
  return n.class == ZERO ? 0.0f : round_float(n.sign, n.exponent + 127, n.significand);
}

static double to_double(number n) {
  return n.class == ZERO ? 0.0 : round_double(n.sign, n.exponent + 1023, n.significand);
}

static long double to_quad(number n) {
  return n.class == ZERO ? quad_zero(0)
                         : round_quad(n.sign, n.exponent + QUAD_BIAS, n.significand);
}

float __floattisf(sti x) { return to_float(from_integer(x < 0, absolute(x))); }

float __floatuntisf(uti x) { return to_float(from_integer(0, x)); }

double __floattidf(sti x) { return to_double(from_integer(x < 0, absolute(x))); }

double __floatuntidf(uti x) { return to_double(from_integer(0, x)); }

long double __floattitf(sti x) { return to_quad(from_integer(x < 0, absolute(x))); }

long double __floatuntitf(uti x) { return to_quad(from_integer(0, x)); }

/* From floats: truncated; out of range the nearest bound. */

static uti to_magnitude(number n, int bias, int *fits, int *inexact) {
  *fits = 1;
  *inexact = 0;
  if (n.class == ZERO) {
    return 0;
  }
  if (n.class != FINITE || n.exponent >= bias + 128) {
    *fits = 0;
    return ~(uti)0;
  }
  if (n.exponent < bias) {
    *inexact = 1;
    return 0;
  }
  int count = 127 - (n.exponent - bias);
  u128 whole = shift_right(n.significand, count);
  u128 back = shift_left(whole, count);
  *inexact = !is_zero128(sub128(n.significand, back));
  return join(whole);
}

static sti fix(number n, int bias) {
  int fits, inexact;
  uti value = to_magnitude(n, bias, &fits, &inexact);
  uti limit = ((uti)1 << 127) - (n.sign ? 0 : 1);
  if (!fits || value > limit) {
    raise_flags(INVALID);
    value = limit;
  } else if (inexact) {
    raise_flags(INEXACT);
  }
  return (sti)(n.sign ? -value : value);
}

static uti fix_unsigned(number n, int bias) {
  int fits, inexact;
  uti value = to_magnitude(n, bias, &fits, &inexact);
  if (n.sign && (value != 0 || !fits)) {
    raise_flags(INVALID);
    return 0;
  }
  if (!fits) {
    raise_flags(INVALID);
  } else if (inexact) {
    raise_flags(INEXACT);
  }
  return value;
}

sti __fixsfti(float x) { return fix(unpack_float(x), 127); }

sti __fixdfti(double x) { return fix(unpack_double(x), 1023); }

sti __fixtfti(long double x) { return fix(unpack_quad(x), QUAD_BIAS); }

uti __fixunssfti(float x) { return fix_unsigned(unpack_float(x), 127); }

uti __fixunsdfti(double x) { return fix_unsigned(unpack_double(x), 1023); }

uti __fixunstfti(long double x) { return fix_unsigned(unpack_quad(x), QUAD_BIAS); }

#endif
