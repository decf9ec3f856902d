// skip: interpreter
// Operands that only inlining and folding make constants, as system headers have them.
#include "check.h"

int table[4] = {1, 2, 3, 4};

#ifdef __OPTIMIZE__
// The function's name is in the text of the instruction: it is not named by it.
static inline __attribute__((always_inline)) long add(long x, int n) {
  long r;
  asm("addi %0, %1, %2" : "=r"(r) : "r"(x), "I"(n));
  return r;
}

static inline __attribute__((always_inline)) int *place(int *p) {
  int *r;
  asm("la %0, %1" : "=r"(r) : "s"(p));
  return r;
}

static int choose(int v) {
  unsigned a = v == 1 ? 1 : 2;
  if (__builtin_constant_p(a)) {
    asm("li %0, %1" : "=r"(v) : "i"(a));
  }
  return v;
}
#else
static long add(long x, int n) { return x + n; }
static int *place(int *p) { return p; }
static int choose(int v) { return v; }
#endif

int main(int argc, char **argv) {
  CHECK(1, add(40, 2) == 42);
  CHECK(2, add(40, -2048) == -2008);
  CHECK(3, *place(table) == 1);
  CHECK(4, choose(argc) == argc);
  return 0;
}
