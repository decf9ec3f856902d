/* Exponentials, logarithms and powers (C17 7.12.6, 7.12.7). */
#include "dd.h"
#include "constants.h"

static double overflow(void) {
  volatile double huge = 0x1p1023;
  return huge * huge;
}

static double underflow(void) {
  volatile double tiny = 0x1p-1022;
  return tiny * tiny;
}

static double invalid(void) {
  volatile double zero = 0;
  return zero / zero;
}

static double pole(double sign) {
  volatile double zero = 0;
  return sign / zero;
}

double exp(double x) {
  if (x != x) return x;
  if (x > 709.79) return x == INFINITY ? x : overflow();
  if (x < -745.2) return x == -INFINITY ? 0 : underflow();
  if (fabs(x) < 0x1p-60) return 1 + x;
  int k;
  dd r = __dd_exp((dd){x, 0}, &k);
  return __dd_scale(r, k);
}

double exp2(double x) {
  if (x != x) return x;
  if (x >= 1024) return x == INFINITY ? x : overflow();
  if (x < -1075) return x == -INFINITY ? 0 : underflow();
  double n = rint(x);
  dd r = dd_multiply_d((dd){LN2_HI, LN2_LO}, x - n);
  return __dd_scale(dd_add_d(__dd_expm1_small(r), 1), (int)n);
}

double exp10(double x) {
  if (x != x) return x;
  if (x > 309) return x == INFINITY ? x : overflow();
  if (x < -324) return x == -INFINITY ? 0 : underflow();
  int k;
  dd r = __dd_exp(dd_multiply_d((dd){LN10_HI, LN10_LO}, x), &k);
  return __dd_scale(r, k);
}

double pow10(double x) {
  return exp10(x);
}

double expm1(double x) {
  if (x != x || fabs(x) < 0x1p-60) return x;
  if (x > 709.79) return x == INFINITY ? x : overflow();
  if (x < -45) return -1 + 0x1p-60;
  if (fabs(x) < 0.4) {
    dd r = __dd_expm1_small((dd){x, 0});
    return r.hi + r.lo;
  }
  int k;
  dd r = __dd_exp((dd){x, 0}, &k);
  if (k > 60) return __dd_scale(r, k);
  double scale = from_bits((uint64_t)(1023 + k) << 52);
  r = dd_add_d((dd){r.hi * scale, r.lo * scale}, -1);
  return r.hi + r.lo;
}

/* Special arguments of the logarithms; 1 if *x is to be computed, scaled into the normals. */
static int log_case(double *x, int *adjust) {
  *adjust = 0;
  if (*x != *x || *x == INFINITY) return 0;
  if (*x <= 0) {
    *x = *x == 0 ? pole(-1) : invalid();
    return 0;
  }
  if (*x < 0x1p-1022) {
    *x *= 0x1p54;
    *adjust = -54;
  }
  return 1;
}

static dd log_scaled(double x, int adjust) {
  dd r = __dd_log((dd){x, 0});
  return adjust ? dd_add(r, dd_multiply_d((dd){LN2_HI, LN2_LO}, adjust)) : r;
}

double log(double x) {
  int adjust;
  if (!log_case(&x, &adjust)) return x;
  dd r = log_scaled(x, adjust);
  return r.hi + r.lo;
}

double log2(double x) {
  int adjust;
  if (!log_case(&x, &adjust)) return x;
  uint64_t b = to_bits(x);
  if (!(b & 0xfffffffffffff)) return (double)((int)(b >> 52) - 1023 + adjust);
  dd r = dd_multiply(log_scaled(x, adjust), (dd){INV_LN2_HI, INV_LN2_LO});
  return r.hi + r.lo;
}

double log10(double x) {
  int adjust;
  if (!log_case(&x, &adjust)) return x;
  dd r = dd_multiply(log_scaled(x, adjust), (dd){INV_LN10_HI, INV_LN10_LO});
  double v = r.hi + r.lo;
  return v;
}

double log1p(double x) {
  if (x != x || x == INFINITY || fabs(x) < 0x1p-60) return x;
  if (x <= -1) return x == -1 ? pole(-1) : invalid();
  dd r = __dd_log1p((dd){x, 0});
  return r.hi + r.lo;
}

/* 0: not an integer, 1: odd, 2: even. */
static int integer_kind(double y) {
  double a = fabs(y);
  if (a >= 0x1p53) return 2;
  if (a != trunc(a)) return 0;
  return (uint64_t)a & 1 ? 1 : 2;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  double ax = fabs(x);
  int kind = integer_kind(y);
  double sign = x < 0 || (x == 0 && signbit(x)) ? (kind == 1 ? -1 : 1) : 1;
  if (isinf(y)) {
    if (ax == 1) return 1;
    return (ax > 1) == (y > 0) ? INFINITY : 0;
  }
  if (x == 0) return y < 0 ? pole(sign) : sign * 0.0;
  if (isinf(x)) return y < 0 ? sign * 0.0 : sign * INFINITY;
  if (x < 0 && kind == 0) return invalid();
  if (y == 1) return x;
  if (y == 2) return x * x;
  if (y == 0.5 && x > 0) return sqrt(x);
  double m = ax;
  int adjust;
  log_case(&m, &adjust);
  dd l = log_scaled(m, adjust);
  if (fabs(y) > 0x1p64) return (l.hi > 0) == (y > 0) ? (l.hi == 0 ? 1 : sign * overflow()) : sign * underflow();
  dd e = dd_multiply_d(l, y);
  if (e.hi > 709.79) return sign * overflow();
  if (e.hi < -745.2) return sign * underflow();
  int k;
  dd r = __dd_exp(e, &k);
  return sign * __dd_scale(r, k);
}

double cbrt(double x) {
  if (x == 0 || x != x || isinf(x)) return x;
  double a = fabs(x);
  int k = 0;
  if (a < 0x1p-1022) {
    a *= 0x1p54;
    k = -18;
  }
  uint64_t b = to_bits(a);
  int e = (int)(b >> 52) - 1023, third = (e + 3072) / 3 - 1024;
  a = from_bits((b & 0xfffffffffffff) | (uint64_t)(1023 + e - 3 * third) << 52); /* [1, 8) */
  double t = 0.6 + a * (0.46 - a * 0.0225);
  for (int i = 0; i < 6; i++) t -= (t * t * t - a) / (3 * t * t);
  /* One Newton step with the residual in double-double. */
  dd cube = dd_multiply_d(two_product(t, t), t);
  dd rest = dd_add((dd){a, 0}, dd_negate(cube));
  dd r = fast_sum(t, (rest.hi + rest.lo) / (3 * t * t));
  double v = __dd_scale(r, third + k);
  return x < 0 ? -v : v;
}

double hypot(double x, double y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  if (x != x || y != y) return x + y;
  x = fabs(x);
  y = fabs(y);
  if (x < y) {
    double t = x;
    x = y;
    y = t;
  }
  if (y == 0) return x;
  double scale = 1;
  if (x > 0x1p510) {
    scale = 0x1p600;
    x *= 0x1p-600;
    y *= 0x1p-600;
  } else if (y < 0x1p-450) {
    scale = 0x1p-600;
    x *= 0x1p600;
    y *= 0x1p600;
    if (x > 0x1p510) return (x + y) * scale;
  }
  dd r = dd_sqrt(dd_add(two_product(x, x), two_product(y, y)));
  return (r.hi + r.lo) * scale;
}
