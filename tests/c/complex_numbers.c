// _Complex: operators, real operands, infinities, conversions, arguments.
#include "check.h"

typedef _Complex double cd;
typedef _Complex float cf;
static cd mul(cd a, cd b) { return a * b; }
static cd divide(cd a, cd b) { return a / b; }
static cf fmulf(cf a, float b) { return a * b; }
static _Complex long double lmul(_Complex long double a, _Complex long double b) { return a * b; }
static double re(cd z) { return __real__ z; }
static double im(cd z) { return __imag__ z; }
volatile double inf = __builtin_inf(), zero = 0;
static cd global = 1.0 + 2.0i;

int main(void) {
  cd a = 3 + 4i, b = 1 - 2i;
  CHECK(1, mul(a, b) == 11 - 2i && divide(mul(a, b), b) == a);
  CHECK(2, a + b == 4 + 2i && a - b == 2 + 6i && -a == -3 - 4i && ~a == 3 - 4i);
  CHECK(3, a + 1 == 4 + 4i && 1 - a == -2 - 4i && a * 2 == 6 + 8i && a / 2 == 1.5 + 2i);
  CHECK(4, a != b && !(a == b) && a == 3 + 4i && (a ? 1 : 0) && !(cd)0);
  CHECK(5, fmulf(1 + 2i, 3) == 3 + 6i);
  __real__ a = 10;
  CHECK(6, a == 10 + 4i && re(a) == 10 && im(a) == 4);
  __imag__ a += 1;
  CHECK(7, im(a) == 5 && __real__ global == 1 && __imag__ global == 2);
  a *= b;
  CHECK(8, a == 20 - 15i);
  cf f = a;
  int i = (int)a;
  CHECK(9, f == 20 - 15i && i == 20 && (double)f == 20);
  CHECK(10, lmul(1 + 1i, 1 - 1i) == 2);
  cd big = mul(__builtin_complex(inf, zero), __builtin_complex(1.0, 1.0));
  CHECK(11, re(big) == inf || im(big) == inf);
  _Complex int ci = 3 + 4i;
  ci = ci * ci;
  CHECK(12, __real__ ci == -7 && __imag__ ci == 24);
  a++;
  CHECK(13, a == 21 - 15i);
  struct { cf x; int n; } s = {1 + 2i, 3}, t = s;
  CHECK(14, t.x == 1 + 2i && t.n == 3);
  // A real operand has no imaginary part, not even a zero (C17 G.5), folded or not.
  volatile double zero = 0.0;
  double _Complex folded = 0.0 - 0.0i, computed = zero - zero * 1.0i;
  CHECK(15, __builtin_signbit(__imag__ folded) && __builtin_signbit(__imag__ computed));
  double _Complex scaled = 2.0 * (__builtin_inf() + 0.0i);
  CHECK(16, __builtin_isinf(__real__ scaled) && __imag__ scaled == 0.0);
  computed = (__builtin_inf() + zero * 1.0i) / 2.0;
  CHECK(17, __builtin_isinf(__real__ computed) && __imag__ computed == 0.0);
  return 0;
}
