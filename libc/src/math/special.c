/* Error and gamma functions (C17 7.12.8): below 1 ulp but for lgamma near its zeros at 1 and 2 and
 * on the negative axis, and tgamma beyond 100 (about 2 ulp). */
#include "dd.h"
#include "constants.h"

int signgam;

/* erf(x) = 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms positive. */
static dd erf_series(double x) {
  dd z = two_product(x, x), term = {x, 0}, sum = term;
  for (int n = 1; n < 200; n++) {
    term = dd_divide(dd_multiply(term, (dd){2 * z.hi, 2 * z.lo}), (dd){2 * n + 1, 0});
    sum = dd_add(sum, term);
    if (term.hi < sum.hi * 0x1p-70) break;
  }
  int k;
  dd e = __dd_exp(dd_negate(z), &k);
  double scale = from_bits((uint64_t)(1023 + k) << 52);
  e = (dd){e.hi * scale, e.lo * scale};
  return dd_multiply(dd_multiply(sum, e), (dd){TWO_SQRTPI_HI, TWO_SQRTPI_LO});
}

/* erfc(x) = exp(-x^2)/sqrt(pi) / (x + 1/2/(x + 1/(x + 3/2/(x + ...)))), x >= 2. */
static double erfc_fraction(double x) {
  int terms = x > 5 ? 60 : x > 3 ? 120 : 250;
  dd f = {x, 0};
  for (int n = terms; n > 0; n--) f = dd_add_d(dd_divide((dd){n / 2.0, 0}, f), x);
  int k;
  dd e = __dd_exp(dd_negate(two_product(x, x)), &k);
  dd r = dd_divide(dd_multiply(e, (dd){TWO_SQRTPI_HI / 2, TWO_SQRTPI_LO / 2}), f);
  return __dd_scale(r, k);
}

double erf(double x) {
  double a = fabs(x);
  if (x != x) return x;
  if (a < 0x1p-28) return x * TWO_SQRTPI_HI;
  if (a >= 6) return copysign(1 - 0x1p-60, x);
  if (a < 3) {
    dd r = erf_series(a);
    return copysign(r.hi + r.lo, x);
  }
  return copysign(1 - erfc_fraction(a), x);
}

double erfc(double x) {
  if (x != x) return x;
  if (x < -6) return 2 - 0x1p-60;
  if (x > 27.3) return isinf(x) ? 0 : 0x1p-1022 * 0x1p-1022;
  if (x >= 2) return erfc_fraction(x);
  dd r = x < 0 ? dd_negate(erf_series(-x)) : erf_series(x);
  r = dd_add_d(dd_negate(r), 1);
  return r.hi + r.lo;
}

/* Stirling's series for log gamma at x >= 20. */
static dd stirling(dd x) {
  dd l = __dd_log(x);
  dd r = dd_multiply(l, dd_add_d(x, -0.5));
  r = dd_add(r, dd_negate(x));
  r = dd_add(r, (dd){HALF_LN_2PI_HI, HALF_LN_2PI_LO});
  dd inverse = dd_divide((dd){1, 0}, x);
  double z = inverse.hi * inverse.hi;
  double p = -691.0 / 360360;
  p = p * z + 1.0 / 1188;
  p = p * z - 1.0 / 1680;
  p = p * z + 1.0 / 1260;
  p = p * z - 1.0 / 360;
  dd c = dd_add_d((dd){0x1.5555555555555p-4, 0x1.5555555555555p-58}, p * z);
  return dd_add(r, dd_multiply(inverse, c));
}

/* Multiplies the factors that lift *y to 20 or more: gamma(y) = gamma(y + n) / product. */
static dd lift(dd *y) {
  dd product = {1, 0};
  while (y->hi < 20) {
    product = dd_multiply(product, *y);
    *y = dd_add_d(*y, 1);
  }
  return product;
}

static dd log_gamma(dd y) {
  dd product = lift(&y);
  dd r = stirling(y);
  return product.hi == 1 && product.lo == 0 ? r : dd_add(r, dd_negate(__dd_log(product)));
}

/* sin(pi x). */
static dd sine_pi(double x) {
  double n = rint(x), f = x - n, a = fabs(f);
  dd pi = {PI_HI, PI_LO};
  dd s = a <= 0.25 ? __dd_sin(dd_multiply_d(pi, a)) : __dd_cos(dd_multiply_d(pi, 0.5 - a));
  int odd = fmod(n, 2) != 0;
  return odd != (f < 0) ? dd_negate(s) : s;
}

double lgamma_r(double x, int *sign) {
  *sign = 1;
  if (x != x) return x;
  if (isinf(x)) return INFINITY;
  if (x <= 0) {
    if (x == floor(x)) {
      volatile double zero = 0;
      if (x == 0 && signbit(x)) *sign = -1;
      return 1 / zero;
    }
    if (x > -0x1p-60) {
      *sign = -1;
      return -log(-x);
    }
    /* gamma(x) gamma(1 - x) = pi / sin(pi x) */
    dd q = dd_divide((dd){PI_HI, PI_LO}, sine_pi(x));
    if (q.hi < 0) {
      *sign = -1;
      q = dd_negate(q);
    }
    dd r = dd_add(__dd_log(q), dd_negate(log_gamma(two_sum(1, -x))));
    return r.hi + r.lo;
  }
  if (x == 1 || x == 2) return 0;
  if (x < 0x1p-60) return -log(x);
  if (x > 0x1p1014) return x * log(x);
  dd r = log_gamma((dd){x, 0});
  return r.hi + r.lo;
}

double lgamma(double x) {
  return lgamma_r(x, &signgam);
}

double tgamma(double x) {
  if (x != x || x == INFINITY) return x;
  if (x == 0) {
    volatile double zero = x;
    return 1 / zero;
  }
  if (x < 0 && (x == floor(x) || isinf(x))) {
    volatile double zero = 0;
    return zero / zero;
  }
  if (x > 171.7) return 0x1p1023 * 4;
  if (x < -184) return copysign(0x1p-1022 * 0x1p-1022, fmod(floor(x), 2) != 0 ? -1 : 1);
  if (x == floor(x) && x < 24) {
    double f = 1;
    for (int i = 2; i < (int)x; i++) f *= i;
    return f;
  }
  if (fabs(x) < 0x1p-60) return 1 / x;
  dd y = x < 0.5 ? two_sum(1, -x) : (dd){x, 0};
  dd product = lift(&y);
  int k;
  dd e = dd_divide(__dd_exp(stirling(y), &k), product);
  if (x >= 0.5) return __dd_scale(e, k);
  return __dd_scale(dd_divide(dd_divide((dd){PI_HI, PI_LO}, sine_pi(x)), e), -k);
}
