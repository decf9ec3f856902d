// Restrict parameters (C17 6.7.3.1): what is based on them may meet, and so may what only reads.
#include "check.h"

#define NOINLINE __attribute__((noinline))

/* Both pointers are based on the parameter. */
NOINLINE static int both_based(int *restrict p, int n) {
  int *q = p + n;
  *p = 1;
  *q = 2;
  return *p;
}

/* A loop steps a pointer that is based on the parameter through what the parameter points to. */
NOINLINE static int stepped(int *restrict p, int n) {
  int sum = 0;
  for (int *q = p; q < p + n; q++) {
    *q += 10;
    sum += p[n - 1];
  }
  return sum;
}

/* Nothing is written through either: they may be the same. */
NOINLINE static int read_both(const int *restrict p, const int *restrict q) { return *p + *q; }

/* Each call has its own parameters; the next call's are based on this one's, the other way round. */
NOINLINE static void swapped(int *restrict p, int *restrict q, int n) {
  if (n == 0) return;
  *p += *q;
  swapped(q, p, n - 1);
}

/* The parameter's value is kept where a callee and a load find it. */
static int *kept;
NOINLINE static void through_kept(void) { *kept = 5; }
NOINLINE static int leaks(int *restrict p) {
  kept = p;
  *p = 1;
  through_kept();
  int seen = *p;
  *p = 2;
  *kept = 6;
  return seen * 10 + *p;
}

/* One of two, chosen by a condition. */
NOINLINE static int chosen(int *restrict p, int *restrict q, int which) {
  int *r = which ? p : q;
  *p = 1;
  *q = 2;
  *r = 3;
  return *p * 10 + *q;
}

/* A parameter that gets another value is based on that. */
NOINLINE static int assigned(int *restrict p, int *q) {
  *q = 1;
  p = q;
  *p = 2;
  return *p;
}

/* The same array in two calls of one inlined function, a round each. */
static inline void add(int *restrict to, const int *restrict from) { *to += *from; }
NOINLINE static void prefix(int *a, int n) {
  for (int i = 1; i < n; i++) add(&a[i], &a[i - 1]);
}

/* What a loop stores to again and again, beside loads of other places. */
NOINLINE static void total(int *restrict sum, const int *a, int n) {
  for (int i = 0; i < n; i++) *sum += a[i];
}

/* The sum lies in the array: no restrict, one type. */
NOINLINE static void total_inside(int *sum, const int *a, int n) {
  for (int i = 0; i < n; i++) *sum += a[i];
}

static long count;
NOINLINE static long counted(const int *a, int n) {
  for (int i = 0; i < n; i++) {
    count += a[i];
    if (a[i] == 3) break;
  }
  return count;
}

/* The array of a caller, filled by a pointer that a loop steps and read by name. */
static void fill(int *to, int n, int with) {
  int *end = to + n;
  while (to != end) *to++ = with;
}
NOINLINE static int filled(int n) {
  int a[6] = {0};
  fill(a, 6, n);
  int first = a[0];
  fill(a + 2, 3, first + 1);
  return a[0] * 100 + a[4] * 10 + a[5];
}

int main(void) {
  int a[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(1, both_based(a, 0) == 2 && both_based(a, 1) == 1);
  CHECK(2, stepped(a, 3) == 3 + 3 + 13);
  CHECK(3, read_both(a, a) == 2 * a[0]);
  int x = 1, y = 1;
  swapped(&x, &y, 5);
  CHECK(4, x == 8 && y == 5 || x == 13 && y == 8);
  CHECK(5, leaks(&x) == 56);
  CHECK(6, chosen(&x, &y, 1) == 32 && chosen(&x, &y, 0) == 13);
  CHECK(7, assigned(&x, &y) == 2);
  int b[5] = {1, 1, 1, 1, 1};
  prefix(b, 5);
  CHECK(8, b[4] == 5);
  int sum = 100;
  total(&sum, b, 5);
  CHECK(9, sum == 115);
  total_inside(&b[2], b, 5);
  CHECK(10, b[2] == (3 + 1 + 2) * 2 + 4 + 5);
  CHECK(11, counted(b, 5) == 1 + 2 + 21 + 4 + 5 && count == 33);
  CHECK(12, filled(3) == 343);
  return 0;
}
