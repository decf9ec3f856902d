// GNU vector types: lane-wise operators, comparisons, shuffles, elements, conversions.
#include "check.h"

typedef int v4 __attribute__((vector_size(16)));
typedef float f4 __attribute__((vector_size(16)));
typedef unsigned char b16 __attribute__((vector_size(16)));
typedef long v2 __attribute__((vector_size(16)));
typedef short s8 __attribute__((vector_size(16)));
typedef int v8 __attribute__((vector_size(32)));

static v4 add(v4 a, v4 b) { return a + b; }
static f4 scale(f4 a, float s) { return a * s; }
static int at(v4 v, int i) { return v[i]; }
static v8 wide(v8 a) { return a << 1; }

int main(void) {
  v4 a = {1, 2, 3, 4}, b = {10, 20, 30, 40};
  v4 c = add(a, b);
  CHECK(1, c[0] == 11 && c[3] == 44 && at(c, 2) == 33);
  f4 f = scale((f4){1, 2, 3, 4}, 2.5f);
  CHECK(2, f[1] == 5 && f[3] == 10);
  v4 m = a > (v4){2, 2, 2, 2};
  CHECK(3, m[0] == 0 && m[1] == 0 && m[2] == -1 && m[3] == -1);
  c = (a & m) | (b & ~m);
  CHECK(4, c[0] == 10 && c[2] == 3);
  c[1] = 99;
  c += 1;
  CHECK(5, c[1] == 100 && c[0] == 11 && (-c)[0] == -11 && (c << 2)[0] == 44);
  b16 x = {250, 1}, y = {10, 2};
  x += y;
  CHECK(6, x[0] == 4 && x[1] == 3 && x[15] == 0);
  v2 r = (v2)a;
  CHECK(7, r[0] == (2L << 32 | 1));
  v4 s = __builtin_shuffle(a, b, (v4){0, 4, 3, 7});
  CHECK(8, s[0] == 1 && s[1] == 10 && s[2] == 4 && s[3] == 40);
  s8 t = {-1, 2, -3};
  t = t * t - 1;
  CHECK(9, t[0] == 0 && t[1] == 3 && t[2] == 8 && t[7] == -1);
  f4 g = __builtin_convertvector(a, f4);
  CHECK(10, g[3] == 4.0f);
  v8 w = wide((v8){1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(11, w[7] == 16);
  return 0;
}
