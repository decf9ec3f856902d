/* Double-double arithmetic: an unevaluated sum of two doubles, about 106 bits (Dekker 1971; Knuth,
 * TAOCP 2, 4.2.2), with fused multiply-add for exact products. The functions of this folder carry
 * their results in it and round once at the end: errors stay below 0.6 ulp but where stated. */
#ifndef FERRY_DD_H
#define FERRY_DD_H

#include <fenv.h>
#include <math.h>
#include <stdint.h>

typedef struct {
  double hi, lo;
} dd;

union bits64 {
  double value;
  uint64_t bits;
};

static inline uint64_t to_bits(double x) {
  return (union bits64){.value = x}.bits;
}

static inline double from_bits(uint64_t b) {
  return (union bits64){.bits = b}.value;
}

static inline dd fast_sum(double a, double b) { /* |a| >= |b| or a == 0 */
  double s = a + b;
  return (dd){s, b - (s - a)};
}

static inline dd two_sum(double a, double b) {
  double s = a + b, t = s - a;
  return (dd){s, (a - (s - t)) + (b - t)};
}

static inline dd two_product(double a, double b) {
  double p = a * b;
  return (dd){p, __builtin_fma(a, b, -p)};
}

static inline dd dd_add(dd a, dd b) {
  dd s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
  s = fast_sum(s.hi, s.lo + t.hi);
  return fast_sum(s.hi, s.lo + t.lo);
}

static inline dd dd_add_d(dd a, double b) {
  dd s = two_sum(a.hi, b);
  return fast_sum(s.hi, s.lo + a.lo);
}

static inline dd dd_multiply(dd a, dd b) {
  dd p = two_product(a.hi, b.hi);
  return fast_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline dd dd_multiply_d(dd a, double b) {
  dd p = two_product(a.hi, b);
  return fast_sum(p.hi, __builtin_fma(a.lo, b, p.lo));
}

static inline dd dd_divide(dd a, dd b) {
  double q = a.hi / b.hi;
  dd r = two_product(q, b.hi);
  double rest = (a.hi - r.hi) - r.lo + a.lo - q * b.lo;
  double q2 = rest / b.hi;
  dd s = fast_sum(q, q2);
  /* One more step: the remainder of q + q2. */
  dd p = dd_multiply_d(b, s.hi);
  dd left = dd_add(a, (dd){-p.hi, -p.lo});
  return fast_sum(s.hi, s.lo + ((left.hi + left.lo) - s.lo * b.hi) / b.hi);
}

static inline dd dd_sqrt(dd a) {
  if (a.hi <= 0) return (dd){0, 0};
  double s = __builtin_sqrt(a.hi);
  dd p = two_product(s, s);
  return fast_sum(s, ((a.hi - p.hi) - p.lo + a.lo) / (2 * s));
}

static inline dd dd_negate(dd a) {
  return (dd){-a.hi, -a.lo};
}

/* x * 2^n with one rounding (of the dd's sum) even into the subnormals. */
double __dd_scale(dd x, int n);

/* exp(x) = result * 2^*k for |x| < 1100. */
dd __dd_exp(dd x, int *k);
/* log(x) for positive normal x.hi. */
dd __dd_log(dd x);
/* log(1 + x) for x.hi > -1. */
dd __dd_log1p(dd x);
/* exp(x) - 1 for |x| < 0.4. */
dd __dd_expm1_small(dd x);
/* atan(y / x), both finite, not both zero, within [-pi, pi]. */
dd __dd_atan2(dd y, dd x);
/* Sine and cosine of a reduced angle |x| <= pi/4. */
dd __dd_sin(dd x);
dd __dd_cos(dd x);
/* x modulo pi/2 in [-pi/4, pi/4]; the quadrant modulo 4 in *quadrant. */
dd __reduce_pi_2(double x, int *quadrant);

#endif
