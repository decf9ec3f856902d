// Nested functions: captured variables, recursion, addresses (trampolines), non-local goto.
// skip: interpreter
#include "check.h"
#include <stdlib.h>

static int apply(int (*f)(int), int x) { return f(x); }
static int sum(int n) {
  int total = 0;
  void add(int x) { total += x; }
  for (int i = 1; i <= n; i++) add(i);
  return total;
}
static int twoLevels(int a) {
  int b = 10;
  int middle(int c) {
    int inner(int d) { return a + b + c + d; }
    b++;
    return inner(1000);
  }
  return middle(100);
}
static int escape(int x) {
  __label__ done;
  int r = 0;
  void check(int v) {
    if (v > 5) {
      r = v;
      goto done;
    }
  }
  for (int i = x; i < 100; i++) check(i);
  return -1;
done:
  return r;
}
static int sorted(int *a, int n, int descending) {
  int compare(const void *p, const void *q) {
    int d = *(const int *)p - *(const int *)q;
    return descending ? -d : d;
  }
  qsort(a, n, sizeof *a, compare);
  return a[0];
}
static int vla(int n) {
  int a[n];
  void set(int i) { a[i] = i * i; }
  for (int i = 0; i < n; i++) set(i);
  return a[n - 1];
}

int main(void) {
  CHECK(1, sum(10) == 55);
  CHECK(2, twoLevels(1) == 1 + 11 + 100 + 1000);
  int k = 7;
  int times(int x) { return x * k; }
  CHECK(3, apply(times, 6) == 42);
  k = 8;
  CHECK(4, apply(times, 6) == 48);
  CHECK(5, escape(3) == 6 && escape(50) == 50);
  int a[] = {3, 1, 2};
  CHECK(6, sorted(a, 3, 0) == 1 && sorted(a, 3, 1) == 3);
  int fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
  CHECK(7, fact(6) == 720 && vla(9) == 64);
  return 0;
}
