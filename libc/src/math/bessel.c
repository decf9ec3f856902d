/* Bessel functions of orders 0 and 1 (Abramowitz and Stegun, chapter 9): the power series below 25,
 * where double-double has bits to lose to cancellation, Hankel's asymptotic series above, whose terms
 * fall below 2^-70 there. Absolute errors are far below an ulp; close to a zero, where the value is
 * small, relative ones are not. */
#include "bessel.h"
#include "constants.h"

#define TINY 0x1p-60 /* below it the first term says all */
#define ASYMPTOTIC 25.0
#define ENOUGH 0x1p-110

/* sum of weight(k) (-x^2/4)^k / (k! (k + order)!): J without weights, part of Y with harmonic ones. */
static dd series(int order, double x, int harmonic) {
  dd z = two_product(x / 2, -x / 2), term = {1, 0}, weight = {order, 0}, sum = {0, 0};
  if (!harmonic) sum = term;
  else if (order) sum = weight;
  for (int k = 1; k < 200; k++) {
    term = dd_divide(dd_multiply(term, z), (dd){(double)k * (k + order), 0});
    dd part = term;
    if (harmonic) {
      /* H(k) for order 0, H(k) + H(k + 1) for order 1. */
      weight = dd_add(weight, dd_divide((dd){1, 0}, (dd){k, 0}));
      if (order) weight = dd_add(weight, dd_divide((dd){1, 0}, (dd){k + 1, 0}));
      part = dd_multiply(term, weight);
    }
    sum = dd_add(sum, part);
    if (k > x && fabs(part.hi) < ENOUGH) break;
  }
  return sum;
}

/* sin(x) for quadrant 0, cos(x) for 1, and so on, of a reduced angle. */
static dd sine_of(dd reduced, int quadrant) {
  dd s = quadrant & 1 ? __dd_cos(reduced) : __dd_sin(reduced);
  return quadrant & 2 ? dd_negate(s) : s;
}

/* sqrt(2 / (pi x)) (P cos(a) - Q sin(a)) with a = x - (2 order + 1) pi/4, or with the cosine and sine
 * of a - pi/2 for Y. */
static dd hankel(int order, double x, int second) {
  dd p = {1, 0}, q = {0, 0}, term = {1, 0};
  for (int k = 1; k < 60; k++) {
    double factor = 4 * order - (2.0 * k - 1) * (2.0 * k - 1);
    dd next = dd_divide(dd_multiply_d(term, factor / (8.0 * k)), (dd){x, 0});
    /* factor / 8k is rounded: carry what is lost. */
    double lost = __builtin_fma(-(factor / (8.0 * k)), 8.0 * k, factor) / (8.0 * k);
    next = dd_add_d(next, term.hi * lost / x);
    if (fabs(next.hi) < ENOUGH || fabs(next.hi) > fabs(term.hi)) break;
    term = next;
    dd signed_term = k & 2 ? dd_negate(term) : term;
    if (k & 1) q = dd_add(q, signed_term);
    else p = dd_add(p, signed_term);
  }
  int quadrant;
  dd reduced = __reduce_pi_2(x, &quadrant);
  quadrant -= order + second;
  /* sqrt(2) cos(x - pi/4) = cos(x) + sin(x), sqrt(2) sin(x - pi/4) = sin(x) - cos(x). */
  dd sine = sine_of(reduced, quadrant), cosine = sine_of(reduced, quadrant + 1);
  dd a = dd_multiply(p, dd_add(cosine, sine)), b = dd_multiply(q, dd_add(sine, dd_negate(cosine)));
  dd r = dd_multiply(dd_add(a, dd_negate(b)), (dd){INV_SQRTPI_HI, INV_SQRTPI_LO});
  return dd_divide(r, dd_sqrt((dd){x, 0}));
}

dd __bessel_j(int order, double x) {
  if (x >= ASYMPTOTIC) return hankel(order, x, 0);
  if (x < TINY) return order ? (dd){x / 2, 0} : (dd){1, 0};
  dd r = series(order, x, 0);
  return order ? dd_multiply_d(r, x / 2) : r;
}

/* Y0 = 2/pi ((ln(x/2) + gamma) J0 - sum H(k) ...),
 * Y1 = 2/pi ((ln(x/2) + gamma) J1 - 1/x) - x/(2 pi) sum (H(k) + H(k + 1)) .... */
dd __bessel_y(int order, double x) {
  dd ratio = {TWO_OVER_PI_HI, TWO_OVER_PI_LO};
  if (x >= ASYMPTOTIC) return hankel(order, x, 1);
  if (x < TINY) {
    if (order) return (dd){-TWO_OVER_PI_HI / x, 0};
    return (dd){TWO_OVER_PI_HI * (log(x) + (EULER_HI - LN2_HI)), 0};
  }
  dd l = dd_add(__dd_log((dd){x / 2, 0}), (dd){EULER_HI, EULER_LO});
  dd r = dd_multiply(l, __bessel_j(order, x)), sum = series(order, x, 1);
  if (order) {
    r = dd_add(r, dd_negate(dd_divide((dd){1, 0}, (dd){x, 0})));
    sum = dd_multiply_d(sum, x / 4);
  }
  return dd_multiply(ratio, dd_add(r, dd_negate(sum)));
}
