// Variable arguments: every class of argument, va_copy, passing the list on, many arguments.
#include "check.h"
#include <stdarg.h>

struct small { int a, b; };
struct mid { long a, b; };
struct large { long a[3]; };
struct fl { float a, b; };
union al { long double x; char c; };

static long vsum(const char *kinds, va_list ap) {
  long s = 0;
  for (; *kinds; kinds++) {
    switch (*kinds) {
      case 'i': s += va_arg(ap, int); break;
      case 'u': s += va_arg(ap, unsigned); break;
      case 'l': s += va_arg(ap, long); break;
      case 'd': s += (long)va_arg(ap, double); break;
      case 'p': s += *va_arg(ap, int *); break;
      case 's': { struct small x = va_arg(ap, struct small); s += x.a * x.b; break; }
      case 'm': { struct mid x = va_arg(ap, struct mid); s += x.a * x.b; break; }
      case 'L': { struct large x = va_arg(ap, struct large); s += x.a[0] + x.a[1] * x.a[2]; break; }
      case 'f': { struct fl x = va_arg(ap, struct fl); s += (long)(x.a + x.b); break; }
      case 'q': s += (long)va_arg(ap, long double); break;
      case 'a': s += (long)va_arg(ap, union al).x; break;
    }
  }
  return s;
}
static long sum(const char *kinds, ...) {
  va_list ap;
  va_start(ap, kinds);
  long s = vsum(kinds, ap);
  va_end(ap);
  return s;
}
static long twice(int a, int b, int c, const char *kinds, ...) {
  va_list ap, aq;
  va_start(ap, kinds);
  va_copy(aq, ap);
  long s = vsum(kinds, ap);
  s += 1000 * vsum(kinds, aq);
  va_end(aq);
  va_end(ap);
  return s + a + b + c;
}
static long late(double a, int b, int c, int d, int e, int f, int g, int h, int i, ...) {
  va_list ap;
  va_start(ap, i);
  long s = va_arg(ap, int);
  s += va_arg(ap, int);
  va_end(ap);
  return s + (long)a + b + c + d + e + f + g + h + i;
}

int main(void) {
  int n = 7;
  CHECK(1, sum("iii", 1, 2, 3) == 6);
  CHECK(2, sum("iuld", -1, 4000000000u, 1L << 40, 2.5) == -1 + 4000000000L + (1L << 40) + 2);
  CHECK(3, sum("ps", &n, (struct small){3, 4}) == 19);
  CHECK(4, sum("mLm", (struct mid){2, 3}, (struct large){{1, 2, 3}}, (struct mid){5, 6}) == 43);
  CHECK(5, sum("ifif", 1, (struct fl){2, 3}, 4, (struct fl){5, 6}) == 21);
  CHECK(6, sum("iqiq", 1, 2.5L, 3, 4.5L) == 10);
  CHECK(7, sum("iaiaia", 1, (union al){2}, 3, (union al){4}, 5, (union al){6}) == 21);
  CHECK(8, sum("iiiiiiiiiiii", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) == 78);
  CHECK(9, sum("dddddddddddd", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.) == 78);
  CHECK(10, twice(1, 2, 3, "ii", 4, 5) == 9009 + 6);
  CHECK(11, late(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) == 66);
  CHECK(12, sum("mmmmm", (struct mid){1, 1}, (struct mid){1, 2}, (struct mid){1, 3}, (struct mid){1, 4},
                (struct mid){1, 5}) == 15);
  char c = -1;
  short s = -2;
  float f = 3.5f;
  CHECK(13, sum("iid", c, s, f) == (char)-1 - 2 + 3);
  return 0;
}
