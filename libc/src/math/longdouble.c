/* The long double (binary128) functions. What is exact by bit work is exact, sqrtl is correctly
 * rounded; the transcendental ones have the accuracy of double (about 16 digits), which the README
 * says. */
#include <fenv.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>

union bits128 {
  long double value;
  struct {
    uint64_t low, high;
  } half;
};

static int biased(long double x) {
  return (int)((union bits128){.value = x}.half.high >> 48 & 0x7fff);
}

long double fabsl(long double x) {
  union bits128 u = {x};
  u.half.high &= ~(1ull << 63);
  return u.value;
}

long double copysignl(long double x, long double y) {
  union bits128 u = {x}, v = {y};
  u.half.high = (u.half.high & ~(1ull << 63)) | (v.half.high & 1ull << 63);
  return u.value;
}

long double truncl(long double x) {
  union bits128 u = {x};
  int e = biased(x) - 16383;
  if (e >= 112) return x;
  if (e < 0) return copysignl(0, x);
  if (e <= 48) {
    u.half.low = 0;
    u.half.high &= ~((1ull << (48 - e)) - 1);
  } else {
    u.half.low &= ~(e >= 112 ? 0 : (1ull << (112 - e)) - 1);
  }
  return u.value;
}

long double floorl(long double x) {
  long double t = truncl(x);
  return t > x ? t - 1 : t;
}

long double ceill(long double x) {
  long double t = truncl(x);
  return t < x ? copysignl(t + 1, x) : t;
}

long double roundl(long double x) {
  long double t = truncl(x), d = fabsl(x - t);
  return d >= 0.5L ? t + copysignl(1, x) : t;
}

long double rintl(long double x) {
  if (biased(x) >= 16383 + 112) return x;
  long double magic = copysignl(0x1p112L, x);
  volatile long double r = x + magic;
  return copysignl(r - magic, x);
}

long double nearbyintl(long double x) {
  fenv_t saved;
  fegetenv(&saved);
  long double r = rintl(x);
  fesetenv(&saved);
  return r;
}

long lrintl(long double x) {
  return (long)rintl(x);
}
long long llrintl(long double x) {
  return (long long)rintl(x);
}
long lroundl(long double x) {
  return (long)roundl(x);
}
long long llroundl(long double x) {
  return (long long)roundl(x);
}

long double frexpl(long double x, int *e) {
  union bits128 u = {x};
  int b = biased(x);
  *e = 0;
  if (x == 0 || b == 0x7fff) return x;
  if (b == 0) {
    u.value = x * 0x1p120L;
    b = biased(u.value) - 120;
  }
  *e = b - 16382;
  u.half.high = (u.half.high & ~(0x7fffull << 48)) | 16382ull << 48;
  return u.value;
}

long double scalbnl(long double x, int n) {
  for (; n > 16383; n -= 16383) {
    x *= 0x1p16383L;
    if (isinf(x)) return x;
  }
  for (; n < -16382; n += 16382 - 113) {
    x *= 0x1p-16382L * 0x1p113L;
    if (x == 0) return x;
  }
  union bits128 u = {0};
  u.half.high = (uint64_t)(16383 + n) << 48;
  return x * u.value;
}

long double ldexpl(long double x, int n) {
  return scalbnl(x, n);
}
long double scalblnl(long double x, long n) {
  return scalbnl(x, n > 100000 ? 100000 : n < -100000 ? -100000 : (int)n);
}

int ilogbl(long double x) {
  int e;
  if (x == 0) return FP_ILOGB0;
  if (x != x) return FP_ILOGBNAN;
  if (isinf(x)) return INT_MAX;
  frexpl(x, &e);
  return e - 1;
}

long double logbl(long double x) {
  if (x == 0) {
    volatile double zero = 0;
    return -1 / zero;
  }
  if (x != x || isinf(x)) return x * x;
  return ilogbl(x);
}

long double modfl(long double x, long double *whole) {
  *whole = truncl(x);
  return copysignl(isinf(x) ? 0 : x - *whole, x);
}

long double sqrtl(long double x) {
  if (x != x || x == 0 || x == INFINITY) return x;
  if (x < 0) return (x - x) / (x - x);
  int e;
  long double m = frexpl(x, &e);
  if (e & 1) {
    m *= 2;
    e--;
  }
  /* The integer square root of m * 2^226, bit by bit: the remainder decides the rounding. */
  union bits128 u = {m};
  unsigned __int128 s = (unsigned __int128)((u.half.high & 0xffffffffffff) | 1ull << 48) << 64 | u.half.low;
  int shift = biased(m) - 16383 + 1; /* m = s * 2^(shift - 113), shift 0 or 1 */
  unsigned __int128 root = 0, rest = 0;
  /* 114 result bits: two operand bits each, from the top of s << (1 + shift + 2 * 57). */
  unsigned __int128 operand = s << (shift + 1);
  for (int i = 0; i < 115; i++) {
    int bits = i < 64 ? (int)(operand >> (114 - 0) & 0) : 0;
    (void)bits;
    int position = 114 - 2 * i;
    unsigned pair = position >= 0 ? (unsigned)(operand >> position & 3) : position == -1 ? (unsigned)(operand << 1 & 2) : 0;
    rest = rest << 2 | pair;
    unsigned __int128 trial = root << 2 | 1;
    root <<= 1;
    if (rest >= trial) {
      rest -= trial;
      root |= 1;
    }
  }
  /* root has 115 - leading zeros bits; normalise to 113 and a sticky part. */
  int top = 0;
  for (unsigned __int128 r = root; r; r >>= 1) top++;
  int drop = top - 113;
  unsigned __int128 lost = root & (((unsigned __int128)1 << drop) - 1), half = drop > 0 ? (unsigned __int128)1 << (drop - 1) : 0;
  unsigned __int128 q = root >> drop;
  int mode = fegetround(), up = 0;
  if (mode == FE_TONEAREST) up = lost > half || (lost == half && (rest != 0 || (q & 1)));
  else if (mode == FE_UPWARD) up = lost != 0 || rest != 0;
  if (lost || rest) feraiseexcept(FE_INEXACT);
  q += (unsigned)up;
  union bits128 v;
  v.half.low = (uint64_t)q;
  v.half.high = ((uint64_t)(q >> 64) & 0xffffffffffff) | 16383ull << 48;
  if (q >> 113) v.value = 2;
  /* sqrt(m) lies in [1/sqrt 2, sqrt 2); q / 2^112 in [1, 2). */
  long double r = v.value;
  long double estimate = __builtin_sqrt((double)m);
  while (r > estimate * 1.5L) r /= 2;
  return scalbnl(r, e / 2);
}

static long double modulo(long double x, long double y, unsigned *quotient) {
  int ex, ey;
  long double a = frexpl(fabsl(x), &ex), b = frexpl(fabsl(y), &ey);
  unsigned q = 0;
  *quotient = 0;
  if (ex < ey) return x;
  for (int i = ex - ey;; i--) {
    q <<= 1;
    if (a >= b) {
      a -= b;
      q |= 1;
    }
    if (i == 0) break;
    a *= 2;
  }
  *quotient = q;
  return copysignl(scalbnl(a, ey), x);
}

long double fmodl(long double x, long double y) {
  unsigned q;
  if (x != x || y != y) return x + y;
  if (isinf(x) || y == 0) return (x - x) / (y * 0);
  if (isinf(y) || x == 0) return x;
  return modulo(x, y, &q);
}

long double remquol(long double x, long double y, int *quotient) {
  unsigned q;
  *quotient = 0;
  if (x != x || y != y) return x + y;
  if (isinf(x) || y == 0) return (x - x) / (y * 0);
  if (isinf(y) || x == 0) return x;
  long double r = modulo(x, y, &q), a = fabsl(r), rest = fabsl(y) - a;
  if (a > rest || (a == rest && q & 1)) {
    r = rest == 0 ? copysignl(0, x) : copysignl(rest, -x);
    q++;
  }
  *quotient = (int)(q & 0x7fffffff);
  if (!!signbit(x) != !!signbit(y)) *quotient = -*quotient;
  return r;
}

long double remainderl(long double x, long double y) {
  int q;
  return remquol(x, y, &q);
}

long double nextafterl(long double x, long double y) {
  if (x != x || y != y) return x + y;
  if (x == y) return y;
  union bits128 u = {x};
  if (x == 0) {
    u.half.low = 1;
    u.half.high = 0;
    return copysignl(u.value, y);
  }
  if ((x < y) == (x > 0)) {
    if (++u.half.low == 0) u.half.high++;
  } else {
    if (u.half.low-- == 0) u.half.high--;
  }
  return u.value;
}

long double nexttowardl(long double x, long double y) {
  return nextafterl(x, y);
}
long double fdiml(long double x, long double y) {
  return x != x || y != y ? x + y : x > y ? x - y : 0;
}
long double fmaxl(long double x, long double y) {
  return x != x ? y : y != y ? x : x > y || (x == y && signbit(y)) ? x : y;
}
long double fminl(long double x, long double y) {
  return x != x ? y : y != y ? x : x < y || (x == y && signbit(x)) ? x : y;
}
long double nanl(const char *tag) {
  (void)tag;
  return NAN;
}
/* One rounding too many: the product is rounded before the sum. */
long double fmal(long double x, long double y, long double z) {
  return x * y + z;
}

#define ONE(NAME)                      \
  long double NAME##l(long double x) { \
    return NAME((double)x);            \
  }
#define TWO(NAME)                                     \
  long double NAME##l(long double x, long double y) { \
    return NAME((double)x, (double)y);                \
  }
ONE(acos) ONE(asin) ONE(atan) ONE(cos) ONE(sin) ONE(tan)
ONE(acosh) ONE(asinh) ONE(atanh) ONE(cosh) ONE(sinh) ONE(tanh)
ONE(exp) ONE(exp2) ONE(expm1) ONE(log) ONE(log10) ONE(log1p) ONE(log2)
ONE(cbrt) ONE(erf) ONE(erfc) ONE(lgamma) ONE(tgamma)
TWO(atan2) TWO(pow)

long double hypotl(long double x, long double y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  int e, f;
  frexpl(x, &e);
  frexpl(y, &f);
  if (f > e) e = f;
  x = scalbnl(x, -e);
  y = scalbnl(y, -e);
  return scalbnl(sqrtl(x * x + y * y), e);
}
