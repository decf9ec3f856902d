// Prologues that stand where the frame is first needed: arguments read where the caller put them until then,
// and ends that ways without a frame get copies of, loops among them, which may write those registers.
#include "check.h"

__attribute__((noipa)) static long add_to(long *p) {
  return *p += 3;
}

/* The end is a loop. Its second round must not read the argument's register, which the first has written. */
__attribute__((noipa)) static long end_is_loop(long b, long *p, long u1, long u2, long a) {
  if (b < 0) {
    b = add_to(p);
  }
  long x;
  do {
    b = b + 3;
    x = b ^ a;
    b ^= 1;
  } while (x & 64);
  return x + b;
}

/* Two ends are entered without a frame, and one leads to the other. */
__attribute__((noipa)) static long ends_meet(long x, long *p, long u1, long a) {
  if (x < 0) {
    x = add_to(p);
    if (x & 1) {
      goto one;
    }
    goto two;
  }
  if (u1 == 0) {
    x = x + 7;
    goto two;
  }
one:
  x = a + x;
  if (x & 2) {
    goto two;
  }
  return x;
two:
  return x ^ a;
}

__attribute__((noipa)) static double floats(double a, double b, long *p) {
  if (b < 0) {
    return a;
  }
  if (b > 8) {
    b += add_to(p);
    b += add_to(p) * a;
  }
  while (b < 3) {
    b = b + a * 1.5;
  }
  return b + a;
}

int main(void) {
  long n = 1;
  CHECK(1, end_is_loop(61, &n, 0, 0, 5) == 262);
  CHECK(2, end_is_loop(-5, &n, 0, 0, 0) == 13 && n == 4);
  CHECK(3, end_is_loop(58, &n, 0, 0, 3) == 122 && end_is_loop(61, &n, 0, 0, 64) == 65);
  CHECK(4, ends_meet(4, &n, 0, 3) == 8 && ends_meet(4, &n, 1, 3) == 4 && ends_meet(5, &n, 1, 3) == 8);
  CHECK(5, ends_meet(-1, &n, 0, 3) == 9 && n == 7 && ends_meet(-1, &n, 0, 3) == 9 && n == 10);
  CHECK(6, floats(2, -1, &n) == 2 && floats(2, 1, &n) == 6 && floats(2, 9, &n) == 9 + 13 + 32 + 2 && n == 16);
  return 0;
}
