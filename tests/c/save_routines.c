// Registers saved and restored by routines: as many as there are, beside locals, calls at the end, arguments on the stack.
// skip: interpreter
// options: -Os -msave-restore
#include "check.h"
#include <stdlib.h>

#define NOINLINE __attribute__((noinline))

static int calls;
NOINLINE static long g(long x) {
  calls++;
  /* What the caller keeps must survive. */
  asm volatile("" ::: "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11");
  return x * 3 + 1;
}

NOINLINE static long keeps0(void) { return g(1) + 1; }
NOINLINE static long keeps1(long a) { return g(2) + a; }
NOINLINE static long keeps2(long a, long b) { return g(3) + a + b; }
NOINLINE static long keeps3(long a, long b, long c) { return g(4) + a + b + c; }
NOINLINE static long keeps4(long a, long b, long c, long d) { return g(5) + (a ^ b) + (c ^ d); }
NOINLINE static long keeps5(long a, long b, long c, long d, long e) { return g(6) + (a ^ b) + (c ^ d) * e; }
NOINLINE static long keeps6(long a, long b, long c, long d, long e, long f) { return g(7) + (a ^ b) + (c ^ d) * (e ^ f); }
NOINLINE static long keeps7(long a, long b, long c, long d, long e, long f, long h) {
  return g(8) + (a ^ b) + (c ^ d) * (e ^ f) + h;
}
NOINLINE static long keeps8(long a, long b, long c, long d, long e, long f, long h, long i) {
  return g(9) + (a ^ b) + (c ^ d) * (e ^ f) + (h ^ i);
}
NOINLINE static long keeps12(long a, long b, long c, long d, long e, long f, long h, long i, long j, long k) {
  long x = g(a), y = g(b);
  return g(x) + g(y) + (a ^ b) + (c ^ d) * (e ^ f) + (h ^ i) * j + k * (x ^ y);
}
NOINLINE static long with_array(int n) {
  long numbers[20];
  for (int i = 0; i < 20; i++) numbers[i] = g(i);
  return numbers[n];
}
NOINLINE static long with_large(int n) {
  char large[5000];
  for (int i = 0; i < 5000; i += 100) large[i] = (char)g(i);
  return (unsigned char)large[n];
}
NOINLINE static long at_the_end(long a) { return g(g(a) + a); }
NOINLINE static double floats(double a, double b) { return (double)g((long)a) + b; }
NOINLINE static long aligned(long a) {
  _Alignas(64) long x[8];
  x[a] = g(a);
  return x[a] + ((long)x & 63) + a;
}
NOINLINE static long depth(long n) { return n == 0 ? 0 : depth(n - 1) + g(n) - 3 * n; }
NOINLINE static long dynamic(int n) {
  char text[n];
  text[n - 1] = (char)g(n);
  return text[n - 1] + n;
}

int main(void) {
  CHECK(1, keeps0() == 5);
  CHECK(2, keeps1(10) == 17);
  CHECK(3, keeps2(10, 20) == 40);
  CHECK(4, keeps3(10, 20, 30) == 73);
  CHECK(5, keeps4(1, 2, 4, 8) == 16 + 3 + 12);
  CHECK(6, keeps5(1, 2, 4, 8, 3) == 19 + 3 + 36);
  CHECK(7, keeps6(1, 2, 4, 8, 3, 5) == 22 + 3 + 72);
  CHECK(8, keeps7(1, 2, 4, 8, 3, 5, 7) == 25 + 3 + 72 + 7);
  CHECK(9, keeps8(1, 2, 4, 8, 3, 5, 7, 1) == 28 + 3 + 72 + 6);
  CHECK(10, keeps12(1, 2, 4, 8, 3, 5, 7, 1, 2, 10) == 13 + 22 + 3 + 72 + 12 + 30);
  CHECK(11, with_array(19) == 58);
  CHECK(12, with_large(4900) == (unsigned char)(4900 * 3 + 1));
  CHECK(13, at_the_end(2) == 28);
  CHECK(14, floats(2, 0.5) == 7.5);
  CHECK(15, aligned(3) == 13);
  CHECK(16, depth(100) == 100);
  CHECK(17, dynamic(5) == 21);
  CHECK(18, calls > 100);
  return 0;
}
