// setjmp and longjmp, the builtins too.
// skip: interpreter
#include "check.h"
#include <setjmp.h>

static jmp_buf buffer;
static void *small[5];
static int depth(int n) {
  if (n == 0) longjmp(buffer, 7);
  return depth(n - 1) + 1;
}
static __attribute__((noinline)) void leap(void) { __builtin_longjmp(small, 1); }
static int tries(void) {
  volatile int count = 0;
  int r = setjmp(buffer);
  count++;
  if (r < 3) longjmp(buffer, r + 1);
  return count;
}
static int builtin(void) {
  volatile int state = 1;
  if (__builtin_setjmp(small)) return state + 10;
  state = 2;
  leap();
  return 0;
}

int main(void) {
  switch (setjmp(buffer)) {
    case 0:
      depth(20);
      return 1;
    case 7:
      break;
    default:
      return 2;
  }
  CHECK(3, tries() == 4);
  CHECK(4, builtin() == 12);
  if (setjmp(buffer) == 0) longjmp(buffer, 0);
  return 0;
}
