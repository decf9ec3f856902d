/* The float functions: the double function's result rounded. Its error below 0.6 ulp of double
 * makes that below 0.51 ulp of float. */
#include <fenv.h>
#include <math.h>
#include <stdint.h>

#define ONE(NAME)           \
  float NAME##f(float x) {  \
    return (float)NAME(x);  \
  }
#define TWO(NAME)                   \
  float NAME##f(float x, float y) { \
    return (float)NAME(x, y);       \
  }
ONE(acos) ONE(asin) ONE(atan) ONE(cos) ONE(sin) ONE(tan)
ONE(acosh) ONE(asinh) ONE(atanh) ONE(cosh) ONE(sinh) ONE(tanh)
ONE(exp) ONE(exp2) ONE(expm1) ONE(exp10) ONE(log) ONE(log10) ONE(log1p) ONE(log2) ONE(logb)
ONE(cbrt) ONE(erf) ONE(erfc) ONE(lgamma) ONE(tgamma)
ONE(ceil) ONE(floor) ONE(nearbyint) ONE(rint) ONE(round) ONE(trunc) ONE(fabs) ONE(sqrt)
TWO(atan2) TWO(pow) TWO(hypot) TWO(fmod) TWO(remainder) TWO(fmax) TWO(fmin) TWO(copysign)

union bits32 {
  float value;
  uint32_t bits;
};

float fdimf(float x, float y) {
  return x != x || y != y ? x + y : x > y ? x - y : 0;
}

float nextafterf(float x, float y) {
  union bits32 u = {x};
  if (x != x || y != y) return x + y;
  if (x == y) return y;
  if (x == 0) return copysignf(0x1p-149f, y);
  if ((x < y) == (x > 0)) u.bits++;
  else u.bits--;
  return u.value;
}

float nexttowardf(float x, long double y) {
  if (x != x || y != y) return x + (float)y;
  return (long double)x == y ? (float)y : nextafterf(x, (long double)x < y ? INFINITY : -INFINITY);
}

float fmaf(float x, float y, float z) {
  float r;
  __asm__("fmadd.s %0, %1, %2, %3" : "=f"(r) : "f"(x), "f"(y), "f"(z));
  return r;
}

float frexpf(float x, int *e) {
  return (float)frexp(x, e);
}
float ldexpf(float x, int n) {
  return (float)ldexp(x, n);
}
float scalbnf(float x, int n) {
  return (float)ldexp(x, n);
}
float scalblnf(float x, long n) {
  return (float)scalbln(x, n);
}
float modff(float x, float *whole) {
  *whole = truncf(x);
  return copysignf(isinf(x) ? 0 : x - *whole, x);
}
float remquof(float x, float y, int *q) {
  return (float)remquo(x, y, q);
}
float nanf(const char *tag) {
  (void)tag;
  return NAN;
}
int ilogbf(float x) {
  return ilogb(x);
}
long lrintf(float x) {
  return lrint(x);
}
long long llrintf(float x) {
  return llrint(x);
}
long lroundf(float x) {
  return lround(x);
}
long long llroundf(float x) {
  return llround(x);
}
void sincosf(float x, float *s, float *c) {
  *s = sinf(x);
  *c = cosf(x);
}
