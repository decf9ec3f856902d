/* The double-double kernels. */
#include "dd.h"
#include "constants.h"

double __dd_scale(dd x, int n) {
  if (n > -1019 && n < 1000) return (x.hi + x.lo) * from_bits((uint64_t)(1023 + n) << 52);
  if (n >= 1000) {
    double v = (x.hi + x.lo) * 0x1p1000;
    return n - 1000 > 1000 ? v * 0x1p1000 : v * from_bits((uint64_t)(1023 + n - 1000) << 52);
  }
  /* Into the subnormals: round the exact sum once. x.hi is made odd in its last bit where the low
   * part is not zero (round to odd), then scaled with the one rounding that counts. */
  if (n < -2200) return x.hi * 0x1p-1000 * 0x1p-1000;
  double hi = x.hi + x.lo, lo = (x.hi - hi) + x.lo;
  uint64_t b = to_bits(hi);
  if (lo != 0 && !(b & 1)) hi = from_bits((lo > 0) == (hi > 0) ? b + 1 : b - 1);
  return hi * 0x1p-900 * (n + 900 > -1000 ? from_bits((uint64_t)(1023 + (n + 900 < -1022 ? -1022 : n + 900)) << 52) : 0x1p-1000);
}

/* Taylor: 1/4! ... of exp from the fourth term on, evaluated in double. */
static double exp_tail(double r) {
  double p = 1.0 / 1307674368000.0;
  p = p * r + 1.0 / 87178291200.0;
  p = p * r + 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  return p * r + 1.0 / 24.0;
}

dd __dd_expm1_small(dd r) {
  /* r + r^2/2 + r^3/6 in double-double, the rest in double: relative error near 2^-62. */
  dd r2 = dd_multiply(r, r);
  dd cubic = dd_multiply(dd_multiply(r2, r), (dd){0x1.5555555555555p-3, 0x1.5555555555555p-57});
  double tail = r2.hi * r2.hi * exp_tail(r.hi);
  dd sum = dd_add(cubic, (dd){tail, 0});
  sum = dd_add(sum, (dd){r2.hi / 2, r2.lo / 2});
  return dd_add(r, sum);
}

dd __dd_exp(dd x, int *k) {
  double n = __builtin_rint(x.hi * INV_LN2_HI);
  *k = (int)n;
  dd product = two_product(n, LN2_HI);
  dd r = dd_add(x, (dd){-product.hi, -product.lo});
  r = dd_add(r, (dd){-n * LN2_LO, 0});
  return dd_add_d(__dd_expm1_small(r), 1);
}

/* log((1 + s) / (1 - s)) = 2s + 2/3 s^3 + 2/5 s^5 + ... for |s| <= 0.172. */
static dd log_series(dd s) {
  dd z = dd_multiply(s, s);
  double w = z.hi, q = 1.0 / 25;
  q = q * w + 1.0 / 23;
  q = q * w + 1.0 / 21;
  q = q * w + 1.0 / 19;
  q = q * w + 1.0 / 17;
  q = q * w + 1.0 / 15;
  q = q * w + 1.0 / 13;
  q = q * w + 1.0 / 11;
  q = q * w + 1.0 / 9;
  q = q * w + 1.0 / 7;
  dd p = dd_add(dd_multiply_d(z, q), (dd){0x1.999999999999ap-3, -0x1.999999999999ap-57});
  p = dd_add(dd_multiply(z, p), (dd){THIRD_HI, THIRD_LO});
  dd sum = dd_add(dd_multiply(dd_multiply(z, s), p), s);
  return (dd){2 * sum.hi, 2 * sum.lo};
}

dd __dd_log(dd x) {
  uint64_t b = to_bits(x.hi);
  int k = (int)(b >> 52) - 1023;
  double m = from_bits((b & 0xfffffffffffff) | 0x3ffull << 52);
  if (m > 1.4142135623730951) {
    m /= 2;
    k++;
  }
  double scale = x.hi / m; /* 2^k, exact */
  dd f = two_sum(m - 1, x.lo / scale);
  dd s = dd_divide(f, dd_add_d(f, 2));
  dd r = log_series(s);
  if (k == 0) return r;
  dd l = dd_multiply_d((dd){LN2_HI, LN2_LO}, k);
  return dd_add(l, r);
}

dd __dd_log1p(dd x) {
  if (__builtin_fabs(x.hi) < 0.28) return log_series(dd_divide(x, dd_add_d(x, 2)));
  return __dd_log(dd_add_d(x, 1));
}

dd __dd_sin(dd r) {
  dd z = dd_multiply(r, r);
  double w = z.hi, p = 1.0 / 355687428096000.0;
  p = p * w - 1.0 / 1307674368000.0;
  p = p * w + 1.0 / 6227020800.0;
  p = p * w - 1.0 / 39916800.0;
  p = p * w + 1.0 / 362880.0;
  p = p * w - 1.0 / 5040.0;
  p = p * w + 1.0 / 120.0;
  /* r - r^3 (1/6 - r^2 p) */
  dd c = dd_add_d((dd){-0x1.5555555555555p-3, -0x1.5555555555555p-57}, w * p);
  return dd_add(r, dd_multiply(dd_multiply(z, r), c));
}

dd __dd_cos(dd r) {
  dd z = dd_multiply(r, r);
  double w = z.hi, p = 1.0 / 6402373705728000.0;
  p = -p * w + 1.0 / 20922789888000.0;
  p = p * w - 1.0 / 87178291200.0;
  p = p * w + 1.0 / 479001600.0;
  p = p * w - 1.0 / 3628800.0;
  p = p * w + 1.0 / 40320.0;
  p = p * w - 1.0 / 720.0;
  dd c = dd_add_d((dd){0x1.5555555555555p-5, 0x1.5555555555555p-59}, w * p);
  dd fourth = dd_multiply(dd_multiply(z, z), c);
  return dd_add_d(dd_add((dd){-z.hi / 2, -z.lo / 2}, fourth), 1);
}

/* Payne and Hanek (1983): multiply the significand by the bits of 2/pi that matter. */
static dd reduce_large(double x, int *quadrant) {
  uint64_t b = to_bits(x);
  uint64_t m = (b & 0xfffffffffffff) | 1ull << 52;
  int e = (int)(b >> 52 & 0x7ff) - 1075; /* |x| = m * 2^e, e >= -40 or so */
  int skip = e > 2 ? (e - 2) / 64 : 0; /* words whose product is a multiple of 4 */
  uint64_t product[6];
  unsigned __int128 carry = 0;
  for (int i = 5; i >= 0; i--) {
    uint64_t word = skip + i < 19 ? two_over_pi[skip + i] : 0;
    carry += (unsigned __int128)m * word;
    product[i] = (uint64_t)carry;
    carry >>= 64;
  }
  /* The binary point of |x| * 2/pi stands `shift` bits below the top of product[0]; `carry` is
   * above that. */
  int shift = e - 64 * skip;
  if (shift >= 64) {
    carry = product[0];
    for (int i = 0; i < 5; i++) product[i] = product[i + 1];
    shift -= 64;
  }
  unsigned __int128 top, low;
  if (shift >= 0) {
    uint64_t whole = shift == 0 ? (uint64_t)carry : (uint64_t)carry << shift | product[0] >> (64 - shift);
    *quadrant = (int)(whole & 3);
    unsigned __int128 a = (unsigned __int128)product[0] << 64 | product[1];
    unsigned __int128 c = (unsigned __int128)product[2] << 64 | product[3];
    top = shift ? a << shift | c >> (128 - shift) : a;
    low = shift ? c << shift | ((unsigned __int128)product[4] << 64) >> (128 - shift) : c;
  } else {
    int s = -shift; /* the integer part lies in carry */
    *quadrant = (int)(s < 64 ? (uint64_t)carry >> s & 3 : 0);
    unsigned __int128 a = (unsigned __int128)product[0] << 64 | product[1];
    unsigned __int128 c = (unsigned __int128)product[2] << 64 | product[3];
    top = carry << (128 - s) | a >> s;
    low = a << (128 - s) | c >> s;
  }
  /* The fraction as a signed number in [-1/2, 1/2). */
  int negative = (int)(top >> 127);
  if (negative) {
    *quadrant = (*quadrant + 1) & 3;
    low = -low;
    top = ~top + (low == 0);
  }
  double hi = 0, lo = 0;
  if (top | low) {
    int zeros = top >> 64 ? __builtin_clzll((uint64_t)(top >> 64))
                          : (uint64_t)top ? 64 + __builtin_clzll((uint64_t)top) : 128;
    if (zeros == 128) {
      top = low;
      low = 0;
      int more = top >> 64 ? __builtin_clzll((uint64_t)(top >> 64)) : 64;
      top <<= more;
      zeros = 128 + more;
    } else if (zeros) {
      top = top << zeros | low >> (128 - zeros);
    }
    double scale = from_bits((uint64_t)(1023 - zeros) << 52);
    uint64_t high = (uint64_t)(top >> 64) & ~0x7ffull;
    unsigned __int128 rest = top - ((unsigned __int128)high << 64);
    hi = (double)high * 0x1p-64 * scale;
    lo = (double)(uint64_t)(rest >> 12) * 0x1p-116 * scale;
  }
  dd f = fast_sum(hi, lo);
  f = dd_multiply(f, (dd){PI_2_HI, PI_2_LO});
  return negative ? dd_negate(f) : f;
}

dd __reduce_pi_2(double x, int *quadrant) {
  double a = __builtin_fabs(x);
  if (a <= 0.78539816339744831) {
    *quadrant = 0;
    return (dd){x, 0};
  }
  dd r;
  int q;
  if (a < 0x1p20) {
    /* Cody and Waite: n * PIO2_1 and n * PIO2_2 are exact. */
    double n = __builtin_rint(a * 0x1.45f306dc9c883p-1);
    q = (int)n & 3;
    dd t = two_sum(a - n * PIO2_1, -n * PIO2_2);
    dd p = dd_multiply_d((dd){PIO2_3_HI, PIO2_3_LO}, n);
    r = dd_add(t, dd_negate(p));
  } else {
    r = reduce_large(a, &q);
  }
  if (x < 0) {
    r = dd_negate(r);
    q = -q & 3;
  }
  *quadrant = q;
  return r;
}

/* atan of a quotient in [0, 1]: subtract the nearest eighth's, then the series. */
static dd atan_quotient(dd y, dd x) {
  int i = (int)(y.hi / x.hi * 8 + 0.5);
  dd t;
  if (i == 0) {
    t = dd_divide(y, x);
  } else {
    double c = i / 8.0;
    t = dd_divide(dd_add(y, dd_multiply_d(x, -c)), dd_add(x, dd_multiply_d(y, c)));
  }
  dd z = dd_multiply(t, t);
  double w = z.hi, p = 1.0 / 19;
  p = -p * w + 1.0 / 17;
  p = p * w - 1.0 / 15;
  p = p * w + 1.0 / 13;
  p = p * w - 1.0 / 11;
  p = p * w + 1.0 / 9;
  p = p * w - 1.0 / 7;
  p = p * w + 1.0 / 5;
  dd c = dd_add_d((dd){-THIRD_HI, -THIRD_LO}, w * p);
  dd r = dd_add(t, dd_multiply(dd_multiply(z, t), c));
  return i ? dd_add((dd){atan_table[i][0], atan_table[i][1]}, r) : r;
}

dd __dd_atan2(dd y, dd x) {
  int negative_y = y.hi < 0 || (y.hi == 0 && __builtin_signbit(y.hi)), negative_x = x.hi < 0;
  if (negative_y) y = dd_negate(y);
  if (negative_x) x = dd_negate(x);
  dd r;
  if (y.hi <= x.hi) {
    r = atan_quotient(y, x);
  } else {
    r = dd_add((dd){PI_2_HI, PI_2_LO}, dd_negate(atan_quotient(x, y)));
  }
  if (negative_x) r = dd_add((dd){PI_HI, PI_LO}, dd_negate(r));
  return negative_y ? dd_negate(r) : r;
}
