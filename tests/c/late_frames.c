// Ways through functions that need no stack frame and those that do, entered from several places.
#include "check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

static jmp_buf out;
static int failed;

__attribute__((noinline)) static void give_up(int code) {
  failed = code;
  longjmp(out, 1);
}

// Ends in give_up, which says nowhere that it does not return.
__attribute__((noinline)) static void range_error(int i, int n) { give_up(i * 100 + n); }

__attribute__((noinline, noclone)) static int opaque(int x) {
  __asm__ volatile("" : "+r"(x) : : "a1", "a2", "a3", "a4", "a5", "t0", "t1", "t2");
  return x;
}

struct list {
  int n;
  int *v;
};

__attribute__((noinline)) static int get(struct list *l, int i) {
  if (i < 0 || i >= l->n) range_error(i, l->n);
  return l->v[i];
}

__attribute__((noinline)) static int early(struct list *l, int i, int j, int k) {
  if (!l) return -1;
  if (l->n == i) return j + k;
  int r = opaque(l->v[0]);
  return r + l->n + i * 1000 + j * 10000 + k * 100000;
}

// The argument is overwritten before the frame is entered on one of the ways.
__attribute__((noinline)) static long overwritten(long a, long b) {
  long kept = a;
  if (b > 5) {
    a = b * 3;
    if (b == 7) return a;
    a += opaque(1);
  }
  if (a == 100) return kept;
  return opaque(a) + kept + b;
}

__attribute__((noinline)) static int loops(struct list *l, int start) {
  int i = start;
  while (i < l->n && l->v[i] != 3) i++;  // without a frame
  if (i == l->n) return -i;
  int s = 0;
  for (; i < l->n; i++) s += opaque(l->v[i]) * start;
  return s;
}

__attribute__((noinline)) static int chosen(int k, int x) {
  switch (k) {
    case 0: return 1;
    case 1: return x;
    case 2: return opaque(x) + 2;
    case 3: return 33;
    case 4: return opaque(x + 1) + k;
    case 5: return x * 5;
    case 6: return opaque(k) + opaque(x);
    default: return -x;
  }
}

__attribute__((noinline)) static double mixed(double x, int n, float f) {
  if (n == 0) return x * f;
  double keep = x + f;
  return opaque(n) + keep * x;
}

__attribute__((noinline)) static int local(int n) {
  if (n < 4) return n;
  int a[16];
  memset(a, 0, sizeof a);
  for (int i = 0; i < n && i < 16; i++) a[i] = opaque(i);
  return a[n & 15] + a[3];
}

__attribute__((noinline)) static int variadic(int n, ...) {
  if (n == 0) return 0;
  va_list ap;
  va_start(ap, n);
  int s = 0;
  while (n--) s += opaque(va_arg(ap, int));
  va_end(ap);
  return s;
}

static int odd(int n);
__attribute__((noinline)) static int even(int n) { return n == 0 ? 1 : opaque(odd(n - 1)); }
__attribute__((noinline)) static int odd(int n) { return n == 0 ? 0 : opaque(even(n - 1)); }

__attribute__((noinline)) static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

// Many arguments: some wait in registers, some on the stack.
__attribute__((noinline)) static int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
  if (a == 0) return b;
  if (a == 1) return j;
  return opaque(a) + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j * 10;
}

__attribute__((noinline)) static int never(int n) {
  if (n > 3) range_error(n, 3);
  if (n < -3) range_error(n, -3);
  return n;
}

int main(void) {
  int v[6] = {1, 2, 3, 4, 5, 6};
  struct list l = {6, v};
  CHECK(1, get(&l, 2) == 3);
  if (!setjmp(out)) {
    get(&l, 7);
    CHECK(2, 0);
  }
  CHECK(3, failed == 706);
  CHECK(4, early(0, 1, 2, 3) == -1 && early(&l, 6, 2, 3) == 5 && early(&l, 1, 2, 3) == 321007);
  CHECK(5, overwritten(4, 7) == 21 && overwritten(100, 1) == 100 && overwritten(4, 1) == 9);
  CHECK(6, overwritten(4, 33) == 4 && overwritten(4, 6) == 19 + 4 + 6);
  CHECK(7, loops(&l, 3) == -6 && loops(&l, 1) == 3 + 4 + 5 + 6 && loops(&l, 2) == 36);
  CHECK(8, chosen(0, 9) == 1 && chosen(1, 9) == 9 && chosen(2, 9) == 11 && chosen(3, 9) == 33);
  CHECK(9, chosen(4, 9) == 14 && chosen(5, 9) == 45 && chosen(6, 9) == 15 && chosen(7, 9) == -9);
  CHECK(10, mixed(2, 0, 1.5f) == 3 && mixed(2, 1, 1.5f) == 8);
  CHECK(11, local(3) == 3 && local(9) == 3 && local(100) == 4 + 3);
  CHECK(12, variadic(0) == 0 && variadic(3, 1, 2, 3) == 6);
  CHECK(13, even(10) == 1 && odd(10) == 0);
  CHECK(14, fib(12) == 144);
  CHECK(15, many(0, 7, 0, 0, 0, 0, 0, 0, 0, 1) == 7 && many(1, 7, 0, 0, 0, 0, 0, 0, 0, 8) == 8);
  CHECK(16, many(2, 1, 1, 1, 1, 1, 1, 1, 1, 1) == 2 + 54);
  failed = 0;
  CHECK(17, never(3) == 3 && failed == 0);
  if (!setjmp(out)) {
    never(-4);
    CHECK(18, 0);
  }
  CHECK(19, failed == -403);
  return 0;
}
