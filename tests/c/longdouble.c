// binary128 long double: arithmetic, conversions, comparison, arguments, variable arguments.
#include "check.h"
#include <stdarg.h>

typedef long double ld;
static ld third(ld x) { return x / 3; }
static ld mixed(int a, ld b, double c, ld d, long e) { return a + b * c - d / e; }
static ld sum(int n, ...) {
  va_list ap;
  va_start(ap, n);
  ld s = 0;
  for (int i = 0; i < n; i++) s += i % 2 ? va_arg(ap, int) : va_arg(ap, ld);
  va_end(ap);
  return s;
}
struct s { char c; ld x; };
static struct s grow(struct s s) { s.x *= 2; s.c++; return s; }
volatile ld one = 1.0L, zero = 0;
static ld table[] = {1.5L, -2.5L, 0x1p-16494L, 3};

int main(void) {
  CHECK(1, sizeof(ld) == 16 && third(9) == 3);
  CHECK(2, third(one) != 1.0 / 3 && third(one) * 3 == 1);
  CHECK(3, mixed(1, 2, 3, 10, 5) == 5);
  CHECK(4, sum(4, 1.5L, 2, 2.5L, 3) == 9);
  struct s s = grow((struct s){'a', 21});
  CHECK(5, s.c == 'b' && s.x == 42);
  CHECK(6, (int)table[1] == -2 && (float)table[0] == 1.5f && (double)table[3] == 3.0);
  CHECK(7, table[2] > 0 && table[2] / 2 == 0);
  ld x = 0x1.123456789abcdef0123456789abcp0L;
  CHECK(8, x - 1 > 0.07L && x - 1 < 0.08L && (double)x != x);
  CHECK(9, (long)0x1.fffffffffffffp52L == 0x1fffffffffffff && (unsigned long)0x1p63L == 1ul << 63);
  ld nan = zero / zero;
  CHECK(10, nan != nan && !(nan < 1) && !(nan > 1) && !(nan <= 1) && !(nan >= 1) && !(nan == 1));
  CHECK(11, one / zero > 1e4000L && -one / zero < -1e4000L);
  x = 5;
  CHECK(12, x++ == 5 && x == 6 && --x == 5 && -x == -5 && !x == 0);
  x += 2;
  x *= x;
  x -= 0.5;
  CHECK(13, x == 48.5L);
  int i = 7;
  i *= 1.5L;
  CHECK(14, i == 10);
  CHECK(15, (x ? 1 : 2) == 1 && (zero ? 1 : 2) == 2 && (x && !zero));
  _Bool b = 0x1p-16494L;
  CHECK(16, b);
  CHECK(17, (ld)(unsigned)-1 == 4294967295.0L && (ld)-1L == -1 && (ld)-1ul == 18446744073709551615.0L);
  CHECK(18, __builtin_fabsl(-x) == x && __builtin_copysignl(1, -x) == -1 && __builtin_signbit(-zero));
  CHECK(19, __builtin_isnan(nan) && __builtin_isinf(one / zero) && __builtin_isfinite(x));
  CHECK(20, (0, x) == 48.5L && (i ? x : nan) == x);
  return 0;
}
