// <tgmath.h>: the function is chosen by the arguments' types.
// skip: interpreter
// libs: m
#include "check.h"

#include <tgmath.h>

#define IS(expression, type) _Generic((expression), type: 1, default: 0)

int main(void) {
  float f = 0.25f;
  double d = 0.25;
  long double l = 0.25L;
  int i = 4;
  float _Complex cf = 3.0f + 4.0f * _Complex_I;
  double _Complex cd = 3.0 + 4.0 * _Complex_I;
  CHECK(1, IS(sin(f), float) && IS(sin(d), double) && IS(sin(l), long double));
  CHECK(2, IS(sqrt(i), double) && sqrt(i) == 2.0 && IS(pow(i, f), double));
  CHECK(3, IS(exp(cf), float _Complex) && IS(pow(f, cf), float _Complex) && IS(cos(cd), double _Complex));
  CHECK(4, fabs(cd) == 5.0 && IS(fabs(cf), float) && fabs(-f) == 0.25f);
  CHECK(5, IS(atan2(f, f), float) && IS(fmax(f, d), double) && IS(fma(f, d, l), long double));
  CHECK(6, IS(ldexp(f, 3), float) && ldexp(f, 3) == 2.0f && IS(lround(l), long));
  CHECK(7, creal(cd) == 3.0 && cimag(cf) == 4.0f && IS(creal(cf), float) && IS(conj(cd), double _Complex));
  int q;
  CHECK(8, IS(remquo(f, f, &q), float) && remquo(f, f, &q) == 0 && q == 1);
  return 0;
}
