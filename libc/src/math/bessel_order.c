/* j0, j1, jn, y0, y1, yn: the kernels of bessel.c and the recurrence between orders,
 * C(n + 1) = 2n/x C(n) - C(n - 1), in the direction in which it is stable. */
#include <limits.h>
#include "bessel.h"

static double rounded(dd x) {
  return x.hi + x.lo;
}

double j0(double x) {
  if (x != x) return x;
  if (isinf(x)) return 0;
  return x == 0 ? 1 : rounded(__bessel_j(0, fabs(x)));
}

double j1(double x) {
  if (x != x || x == 0) return x;
  if (isinf(x)) return 1 / x;
  return copysign(1, x) * rounded(__bessel_j(1, fabs(x)));
}

/* Y at what is no positive finite number; `sign` is that of the pole at 0. */
static double y_edge(double x, double sign) {
  volatile double zero = 0;
  if (x != x) return x;
  if (x == 0) return -sign / zero;
  return x < 0 ? zero / zero : 0;
}

double y0(double x) {
  return x > 0 && !isinf(x) ? rounded(__bessel_y(0, x)) : y_edge(x, 1);
}

double y1(double x) {
  return x > 0 && !isinf(x) ? rounded(__bessel_y(1, x)) : y_edge(x, 1);
}

static dd up(unsigned n, double x, dd before, dd now) {
  for (unsigned k = 1; k < n && !isinf(now.hi); k++) {
    dd next = dd_add(dd_divide(dd_multiply_d(now, 2.0 * k), (dd){x, 0}), dd_negate(before));
    before = now;
    now = next;
  }
  return now;
}

/* Orders above x: down from where J is nothing, relative to J(n); then J0 or J1 tells the scale. */
static double down(unsigned n, double x) {
  /* |J(n)| < (e x / 2n)^n: far below the least double? */
  if (n * log2(n / x * 0.735) > 1200) return 0x1p-1022 * 0x1p-1022;
  dd ratio = {0, 0}, arg = {x, 0};
  for (unsigned k = n + 40 + (unsigned)(20 * cbrt(x)); k >= n; k--)
    ratio = dd_divide((dd){1, 0}, dd_add(dd_divide((dd){2.0 * k, 0}, arg), dd_negate(ratio)));
  /* ratio is J(n) / J(n - 1) */
  dd above = ratio, now = {1, 0};
  int lifted = 0;
  for (unsigned k = n - 1; k > 0; k--) {
    dd below = dd_add(dd_divide(dd_multiply_d(now, 2.0 * k), arg), dd_negate(above));
    above = now;
    now = below;
    if (fabs(now.hi) > 0x1p500) {
      now = (dd){now.hi * 0x1p-500, now.lo * 0x1p-500};
      above = (dd){above.hi * 0x1p-500, above.lo * 0x1p-500};
      lifted += 500;
    }
  }
  /* now and above stand for J0 and J1: the larger one has more to say. */
  dd first = fabs(now.hi) >= fabs(above.hi) ? dd_divide(__bessel_j(0, x), now) : dd_divide(__bessel_j(1, x), above);
  return __dd_scale(dd_multiply(ratio, first), -lifted);
}

double jn(int order, double x) {
  unsigned n = order < 0 ? -(unsigned)order : (unsigned)order;
  if (x != x) return x;
  /* J(-n, x) = J(n, -x) = (-1)^n J(n, x) */
  double sign = n % 2 && (order < 0) != (signbit(x) != 0) ? -1 : 1, a = fabs(x);
  if (n == 0) return j0(a);
  if (n == 1) return sign * j1(a);
  if (a == 0 || isinf(a)) return sign * 0;
  return sign * (n <= a ? rounded(up(n, a, __bessel_j(0, a), __bessel_j(1, a))) : down(n, a));
}

double yn(int order, double x) {
  unsigned n = order < 0 ? -(unsigned)order : (unsigned)order;
  double sign = order < 0 && n % 2 ? -1 : 1;
  if (!(x > 0) || isinf(x)) return y_edge(x, sign);
  if (n == 0) return y0(x);
  dd first = __bessel_y(1, x);
  if (isinf(first.hi)) return sign * first.hi;
  dd r = up(n, x, __bessel_y(0, x), first);
  return sign * (isinf(r.hi) || r.hi != r.hi ? -INFINITY : rounded(r));
}
