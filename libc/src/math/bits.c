/* Functions exact by bit work: rounding, remainders, scaling (C17 7.12.9 to 7.12.12). */
#include <limits.h>
#include "dd.h"

double fabs(double x) {
  return from_bits(to_bits(x) & ~(1ull << 63));
}

double copysign(double x, double y) {
  return from_bits((to_bits(x) & ~(1ull << 63)) | (to_bits(y) & 1ull << 63));
}

double sqrt(double x) {
  double r;
  __asm__("fsqrt.d %0, %1" : "=f"(r) : "f"(x));
  return r;
}

double fma(double x, double y, double z) {
  double r;
  __asm__("fmadd.d %0, %1, %2, %3" : "=f"(r) : "f"(x), "f"(y), "f"(z));
  return r;
}

/* Rounding to an integer by way of a 64-bit conversion with an explicit mode; larger values are
 * integers already. The sign of zero survives. */
#define ROUND(NAME, MODE)                                                     \
  double NAME(double x) {                                                     \
    if (!(fabs(x) < 0x1p52)) return x + 0;                                    \
    long long i;                                                              \
    double r;                                                                 \
    __asm__("fcvt.l.d %0, %1, " MODE : "=r"(i) : "f"(x));                     \
    __asm__("fcvt.d.l %0, %1" : "=f"(r) : "r"(i));                            \
    return copysign(r, x);                                                    \
  }
ROUND(floor, "rdn")
ROUND(ceil, "rup")
ROUND(trunc, "rtz")
ROUND(round, "rmm")
ROUND(rint, "dyn")

double nearbyint(double x) {
  fenv_t saved;
  fegetenv(&saved);
  double r = rint(x);
  fesetenv(&saved);
  return r;
}

#define TO_INTEGER(TYPE, NAME, MODE, INSTRUCTION)             \
  TYPE NAME(double x) {                                       \
    TYPE i;                                                   \
    __asm__(INSTRUCTION " %0, %1, " MODE : "=r"(i) : "f"(x)); \
    return i;                                                 \
  }
TO_INTEGER(long, lrint, "dyn", "fcvt.l.d")
TO_INTEGER(long long, llrint, "dyn", "fcvt.l.d")
TO_INTEGER(long, lround, "rmm", "fcvt.l.d")
TO_INTEGER(long long, llround, "rmm", "fcvt.l.d")

double frexp(double x, int *e) {
  uint64_t b = to_bits(x);
  int biased = (int)(b >> 52 & 0x7ff);
  *e = 0;
  if (x == 0 || biased == 0x7ff) return x;
  if (biased == 0) {
    x *= 0x1p54;
    b = to_bits(x);
    biased = (int)(b >> 52 & 0x7ff) - 54;
  }
  *e = biased - 1022;
  return from_bits((b & ~(0x7ffull << 52)) | 1022ull << 52);
}

double scalbn(double x, int n) {
  if (n > 1023) {
    x *= 0x1p1023;
    n -= 1023;
    if (n > 1023) {
      x *= 0x1p1023;
      n -= 1023;
      if (n > 1023) n = 1023;
    }
  } else if (n < -1022) {
    /* Keep 53 bits in hand so that only the last step rounds. */
    x *= 0x1p-1022 * 0x1p53;
    n += 1022 - 53;
    if (n < -1022) {
      x *= 0x1p-1022 * 0x1p53;
      n += 1022 - 53;
      if (n < -1022) n = -1022;
    }
  }
  return x * from_bits((uint64_t)(1023 + n) << 52);
}

double ldexp(double x, int n) {
  return scalbn(x, n);
}

double scalbln(double x, long n) {
  return scalbn(x, n > INT_MAX ? INT_MAX : n < INT_MIN ? INT_MIN : (int)n);
}

int ilogb(double x) {
  int e;
  if (x == 0) return FP_ILOGB0;
  if (x != x) return FP_ILOGBNAN;
  if (isinf(x)) return INT_MAX;
  frexp(x, &e);
  return e - 1;
}

double logb(double x) {
  if (x == 0) {
    volatile double zero = 0;
    return -1 / zero;
  }
  if (x != x || isinf(x)) return x * x;
  return ilogb(x);
}

double modf(double x, double *whole) {
  *whole = trunc(x);
  return copysign(isinf(x) ? 0 : x - *whole, x);
}

/* x modulo y by shift and subtract on the significands; the low bits of the quotient in *quotient. */
static double modulo(double x, double y, unsigned *quotient) {
  int ex, ey;
  *quotient = 0;
  uint64_t mx = (uint64_t)scalbn(frexp(fabs(x), &ex), 53), my = (uint64_t)scalbn(frexp(fabs(y), &ey), 53);
  if (ex < ey) return x;
  unsigned q = 0;
  for (int i = ex - ey;; i--) {
    q <<= 1;
    if (mx >= my) {
      mx -= my;
      q |= 1;
    }
    if (i == 0) break;
    mx <<= 1;
  }
  *quotient = q;
  return copysign(scalbn((double)mx, ey - 53), x);
}

static double invalid(double x, double y) {
  return x != x || y != y ? x + y : (x * y) / (x * y);
}

double fmod(double x, double y) {
  unsigned q;
  if (x != x || y != y || isinf(x) || y == 0) return x != x || y != y ? x + y : invalid(isinf(x) ? x - x : 0 * x, y * 0);
  if (isinf(y) || x == 0) return x;
  return modulo(x, y, &q);
}

double remquo(double x, double y, int *quotient) {
  unsigned q;
  *quotient = 0;
  if (x != x || y != y || isinf(x) || y == 0) return x != x || y != y ? x + y : invalid(isinf(x) ? x - x : 0 * x, y * 0);
  if (isinf(y) || x == 0) return x;
  double r = modulo(x, y, &q), a = fabs(r), b = fabs(y);
  /* Round the quotient to nearest, ties to even. */
  double rest = b - a;
  if (a > rest || (a == rest && q & 1)) {
    r = copysign(rest, -x);
    if (rest == 0) r = copysign(0, x);
    q++;
  }
  *quotient = (int)(q & 0x7fffffff);
  if (signbit(x) != signbit(y)) *quotient = -*quotient;
  return r;
}

double remainder(double x, double y) {
  int q;
  return remquo(x, y, &q);
}

double drem(double x, double y) {
  return remainder(x, y);
}

int finite(double x) {
  return isfinite(x);
}

double nextafter(double x, double y) {
  if (x != x || y != y) return x + y;
  if (x == y) return y;
  if (x == 0) return copysign(0x1p-1074, y);
  uint64_t b = to_bits(x);
  return from_bits((x < y) == (x > 0) ? b + 1 : b - 1);
}

double nexttoward(double x, long double y) {
  if (x != x || y != y) return x + (double)y;
  if ((long double)x == y) return (double)y;
  if (x == 0) return copysign(0x1p-1074, y < 0 ? -1.0 : 1.0);
  uint64_t b = to_bits(x);
  return from_bits(((long double)x < y) == (x > 0) ? b + 1 : b - 1);
}

double fdim(double x, double y) {
  return x != x || y != y ? x + y : x > y ? x - y : 0;
}

double fmax(double x, double y) {
  if (x != x) return y;
  if (y != y) return x;
  if (x == 0 && y == 0) return signbit(x) ? y : x;
  return x > y ? x : y;
}

double fmin(double x, double y) {
  if (x != x) return y;
  if (y != y) return x;
  if (x == 0 && y == 0) return signbit(x) ? x : y;
  return x < y ? x : y;
}

double nan(const char *tag) {
  (void)tag;
  return NAN;
}
