/* What 4.3BSD and the SVID called things, and the forms of other functions for float and long double. */
#include <limits.h>
#include <math.h>

#define ONE(NAME)                      \
  float NAME##f(float x) {             \
    return (float)NAME(x);             \
  }                                    \
  long double NAME##l(long double x) { \
    return NAME((double)x);            \
  }
#define WITH_ORDER(NAME)                      \
  float NAME##f(int n, float x) {             \
    return (float)NAME(n, x);                 \
  }                                           \
  long double NAME##l(int n, long double x) { \
    return NAME(n, (double)x);                \
  }
ONE(j0) ONE(j1) ONE(y0) ONE(y1)
WITH_ORDER(jn) WITH_ORDER(yn)

/* gamma was the logarithm before it had that name. */
double gamma(double x) {
  return lgamma(x);
}
float gammaf(float x) {
  return lgammaf(x);
}
long double gammal(long double x) {
  return lgammal(x);
}
float lgammaf_r(float x, int *sign) {
  return (float)lgamma_r(x, sign);
}
long double lgammal_r(long double x, int *sign) {
  return lgamma_r((double)x, sign);
}

float dremf(float x, float y) {
  return remainderf(x, y);
}
long double dreml(long double x, long double y) {
  return remainderl(x, y);
}

/* The exponent may be any number: only whole ones have a result. */
#define SCALE(TYPE, SUFFIX)                                                                            \
  TYPE scalb##SUFFIX(TYPE x, TYPE n) {                                                                 \
    if (x != x || n != n) return x + n;                                                                \
    if (isinf(n)) return n > 0 ? x * n : x == 0 ? x : x / -n;                                          \
    if (n != rint##SUFFIX(n)) return (n - n) / (n - n);                                                \
    return scalbn##SUFFIX(x, n > 65000 ? 65000 : n < -65000 ? -65000 : (int)n);                        \
  }                                                                                                    \
  TYPE significand##SUFFIX(TYPE x) {                                                                   \
    return x == 0 || x != x || isinf(x) ? x : scalbn##SUFFIX(x, -ilogb##SUFFIX(x));                    \
  }
SCALE(double, )
SCALE(float, f)
SCALE(long double, l)

#define CLASSIFY(TYPE, SUFFIX)      \
  int(isinf##SUFFIX)(TYPE x) {      \
    return __builtin_isinf_sign(x); \
  }                                 \
  int(isnan##SUFFIX)(TYPE x) {      \
    return x != x;                  \
  }
CLASSIFY(double, )
CLASSIFY(float, f)
CLASSIFY(long double, l)

int finitef(float x) {
  return isfinite(x);
}
int finitel(long double x) {
  return isfinite(x);
}
