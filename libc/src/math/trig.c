/* Circular and hyperbolic functions and their inverses (C17 7.12.4, 7.12.5). */
#include "dd.h"
#include "constants.h"

static double invalid(void) {
  volatile double zero = 0;
  return zero / zero;
}

static dd sine_in(dd r, int quadrant) {
  dd v = quadrant & 1 ? __dd_cos(r) : __dd_sin(r);
  return quadrant & 2 ? dd_negate(v) : v;
}

double sin(double x) {
  if (x != x || isinf(x)) return x != x ? x : invalid();
  if (x == 0) return x; /* with its sign */
  if (fabs(x) < 0x1p-27) return x - x * x * x / 6;
  int q;
  dd r = __reduce_pi_2(x, &q);
  r = sine_in(r, q);
  return r.hi + r.lo;
}

double cos(double x) {
  if (x != x || isinf(x)) return x != x ? x : invalid();
  int q;
  dd r = __reduce_pi_2(x, &q);
  r = sine_in(r, q + 1);
  return r.hi + r.lo;
}

double tan(double x) {
  if (x != x || isinf(x)) return x != x ? x : invalid();
  if (fabs(x) < 0x1p-27) return x + x * x * x / 3;
  int q;
  dd r = __reduce_pi_2(x, &q);
  dd v = dd_divide(sine_in(r, q), sine_in(r, q + 1));
  return v.hi + v.lo;
}

void sincos(double x, double *s, double *c) {
  *s = sin(x);
  *c = cos(x);
}

double atan(double x) {
  if (x != x || fabs(x) < 0x1p-30) return x;
  if (isinf(x)) return copysign(PI_2_HI, x);
  dd r = __dd_atan2((dd){x, 0}, (dd){1, 0});
  return r.hi + r.lo;
}

double atan2(double y, double x) {
  if (x != x || y != y) return x + y;
  if (y == 0) return signbit(x) ? copysign(PI_HI, y) : y;
  if (x == 0) return copysign(PI_2_HI, y);
  if (isinf(x) || isinf(y)) {
    if (isinf(x) && isinf(y)) return copysign(x > 0 ? PI_HI / 4 : 3 * (PI_HI / 4), y);
    if (isinf(y)) return copysign(PI_2_HI, y);
    return copysign(x > 0 ? 0 : PI_HI, y);
  }
  /* Keep quotient and parts away from the ends of the range. */
  int ex, ey;
  frexp(x, &ex);
  frexp(y, &ey);
  if (ey - ex > 80) return copysign(PI_2_HI, y);
  if (ey - ex < -80 && x < 0) return copysign(PI_HI, y);
  if (ey - ex < -1000) return y / x;
  x = ldexp(x, -ex);
  y = ldexp(y, -ex);
  if (ey - ex < -80) return y / x;
  dd r = __dd_atan2((dd){y, 0}, (dd){x, 0});
  return r.hi + r.lo;
}

/* sqrt(1 - x^2), exactly enough. */
static dd cathetus(double x) {
  return dd_sqrt(dd_multiply(two_sum(1, -x), two_sum(1, x)));
}

double asin(double x) {
  if (fabs(x) > 1) return invalid();
  if (x != x || fabs(x) < 0x1p-30) return x;
  if (fabs(x) == 1) return copysign(PI_2_HI, x);
  dd r = __dd_atan2((dd){x, 0}, cathetus(x));
  return r.hi + r.lo;
}

double acos(double x) {
  if (fabs(x) > 1) return invalid();
  if (x != x) return x;
  if (x == 1) return 0;
  if (x == -1) return PI_HI;
  dd r = __dd_atan2(cathetus(x), (dd){x, 0});
  return r.hi + r.lo;
}

/* sinh and cosh of |x| < 0.4 by their series in double-double for the leading terms. */
static dd sinh_small(double x) {
  dd z = two_product(x, x);
  double w = z.hi, p = 1.0 / 6227020800.0;
  p = p * w + 1.0 / 39916800.0;
  p = p * w + 1.0 / 362880.0;
  p = p * w + 1.0 / 5040.0;
  p = p * w + 1.0 / 120.0;
  dd c = dd_add_d((dd){0x1.5555555555555p-3, 0x1.5555555555555p-57}, w * p);
  return dd_add_d(dd_multiply(dd_multiply_d(z, x), c), x);
}

/* exp(|x|) * scale and its reciprocal's contribution. */
static double hyperbolic(double x, double sign) {
  int k;
  dd e = __dd_exp((dd){x, 0}, &k);
  if (k > 60) return __dd_scale(e, k - 1);
  double scale = from_bits((uint64_t)(1023 + k) << 52);
  e = (dd){e.hi * scale, e.lo * scale};
  dd inverse = dd_divide((dd){sign, 0}, e);
  dd r = dd_add(e, inverse);
  return (r.hi + r.lo) / 2;
}

double sinh(double x) {
  double a = fabs(x);
  if (x != x || isinf(x) || a < 0x1p-28) return x;
  if (a < 0.4) {
    dd r = sinh_small(x);
    return r.hi + r.lo;
  }
  if (a > 711) return copysign(0x1p1023, x) * 4;
  return copysign(hyperbolic(a, -1), x);
}

double cosh(double x) {
  double a = fabs(x);
  if (x != x) return x;
  if (a > 711) return isinf(x) ? a : 0x1p1023 * 4;
  return hyperbolic(a, 1);
}

double tanh(double x) {
  double a = fabs(x);
  if (x != x || a < 0x1p-28) return x;
  if (a > 22) return copysign(1 - 0x1p-60, x);
  dd top, bottom;
  if (a < 0.2) {
    top = __dd_expm1_small((dd){2 * a, 0});
  } else {
    int k;
    dd e = __dd_exp((dd){2 * a, 0}, &k);
    double scale = from_bits((uint64_t)(1023 + k) << 52);
    top = dd_add_d((dd){e.hi * scale, e.lo * scale}, -1);
  }
  bottom = dd_add_d(top, 2);
  dd r = dd_divide(top, bottom);
  return copysign(r.hi + r.lo, x);
}

double asinh(double x) {
  double a = fabs(x);
  if (x != x || isinf(x) || a < 0x1p-28) return x;
  dd r;
  if (a > 0x1p500) {
    r = dd_add(__dd_log((dd){a, 0}), (dd){LN2_HI, LN2_LO});
  } else {
    /* x + x^2 / (1 + sqrt(1 + x^2)) has no cancellation. */
    dd z = two_product(a, a);
    dd root = dd_sqrt(dd_add_d(z, 1));
    r = __dd_log1p(dd_add_d(dd_divide(z, dd_add_d(root, 1)), a));
  }
  return copysign(r.hi + r.lo, x);
}

double acosh(double x) {
  if (x < 1) return invalid();
  if (x != x || isinf(x)) return x;
  dd r;
  if (x > 0x1p500) {
    r = dd_add(__dd_log((dd){x, 0}), (dd){LN2_HI, LN2_LO});
  } else {
    double t = x - 1; /* exact for x < 2; else the error is far below the sum */
    dd td = two_sum(x, -1);
    dd root = dd_sqrt(dd_multiply(td, dd_add_d(td, 2)));
    (void)t;
    r = __dd_log1p(dd_add(td, root));
  }
  return r.hi + r.lo;
}

double atanh(double x) {
  double a = fabs(x);
  if (a > 1) return invalid();
  if (x != x || a < 0x1p-28) return x;
  if (a == 1) {
    volatile double zero = 0;
    return x / zero;
  }
  dd q = dd_divide((dd){2 * a, 0}, two_sum(1, -a));
  dd r = __dd_log1p(q);
  return copysign((r.hi + r.lo) / 2, x);
}
