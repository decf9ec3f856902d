// __builtin_constant_p: whatever it answers, nothing is evaluated and both ways are right.
#include "check.h"

static int calls;
static int call(void) { return ++calls; }
static volatile int v = 3;

static inline int power(int base, int n) {
  if (__builtin_constant_p(n) && n == 2) return base * base;
  int r = 1;
  while (n-- > 0) r *= base;
  return r;
}

static inline __attribute__((always_inline)) int known(int x) { return __builtin_constant_p(x); }

// What is freed may be known to be null where the optimiser has looked; a pointer is no constant for that.
static int error_path(char **p) {
  if (*p) return 0;
  return __builtin_constant_p(*p);
}

static int of_address(char **p) { return __builtin_constant_p(p) || __builtin_constant_p(*p); }

int main(void) {
  int local = 5;
  CHECK(1, __builtin_constant_p(1 + 2) && __builtin_constant_p("text") && __builtin_constant_p(1.5));
  CHECK(2, !__builtin_constant_p(v) && !__builtin_constant_p(v + 1) && !known(v));
  CHECK(3, !__builtin_constant_p(call()) && !__builtin_constant_p(local++) && !calls && local == 5);
  CHECK(4, power(v, 2) == 9 && power(3, v) == 27);
  static int table[__builtin_constant_p(7) ? 3 : 1];
  CHECK(5, sizeof table == 3 * sizeof(int));
  char *null = 0;
  CHECK(7, !error_path(&null) && !of_address(&null) && !__builtin_constant_p(null));
  CHECK(8, !__builtin_constant_p(&local) && !__builtin_constant_p(&calls));
  CHECK(9, __builtin_constant_p((char *)0) && __builtin_constant_p(&"text"[0]) && !__builtin_constant_p(&"text"[1]));
  static int starts = __builtin_constant_p((long)"text");
  CHECK(10, starts);
#ifdef __OPTIMIZE__
  CHECK(6, known(4) && __builtin_constant_p(local));
  if (!known(local + 1)) {
    extern void never_defined(void);
    never_defined();
  }
#endif
  return 0;
}
