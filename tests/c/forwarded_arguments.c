// __builtin_va_arg_pack and __builtin_va_arg_pack_len: the arguments of a function that is inlined.
// skip: interpreter
#include "check.h"

#include <stdarg.h>

struct triple { long a, b, c; };

__attribute__((noinline)) static long sum(int count, ...) {
  va_list list;
  va_start(list, count);
  long total = 0;
  for (int i = 0; i < count; i++) total = total * 10 + va_arg(list, int);
  va_end(list);
  return total;
}

__attribute__((noinline)) static long mixed(int first, ...) {
  va_list list;
  va_start(list, first);
  double d = va_arg(list, double);
  struct triple t = va_arg(list, struct triple);
  long l = va_arg(list, long);
  va_end(list);
  return first + (long)d + t.a * t.b * t.c + l;
}

extern inline __attribute__((always_inline, gnu_inline)) long all(int x, ...) {
  return sum(__builtin_va_arg_pack_len() + 1, x, __builtin_va_arg_pack());
}

extern inline __attribute__((always_inline, gnu_inline)) long twice(int x, ...) {
  if (x < 0) return __builtin_va_arg_pack_len();
  return sum(__builtin_va_arg_pack_len() + 2, x, 9, __builtin_va_arg_pack());
}

static inline __attribute__((always_inline)) long one_more(int x, ...) {
  return mixed(x + 1, __builtin_va_arg_pack());
}

int main(void) {
  int i = 1;
  struct triple t = {2, 3, 4};
  CHECK(1, all(7) == 7);
  CHECK(2, all(i, 2, 3) == 123);
  CHECK(3, twice(i, 2, 3) == 1923);
  CHECK(4, twice(-1) == 0 && twice(-1, t, 2.0) == 2);
  CHECK(5, one_more(5, 2.5, t, 100L) == 6 + 2 + 24 + 100);
  return 0;
}
