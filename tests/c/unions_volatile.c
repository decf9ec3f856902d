// Type punning through unions, volatile objects, char access to any object, restrict.
#include "check.h"
#include <string.h>

union f { float f; unsigned u; unsigned char b[4]; };
union d { double d; unsigned long u; struct { unsigned lo, hi; } w; };
struct tagged { int kind; union { int i; double d; char s[8]; } v; };

static unsigned bitsOf(float x) { union f f = {x}; return f.u; }
static double absolute(double x) { union d d = {.d = x}; d.w.hi &= 0x7fffffff; return d.d; }
static int total(const struct tagged *t, int n) {
  int s = 0;
  for (; n--; t++) s += t->kind == 0 ? t->v.i : t->kind == 1 ? (int)t->v.d : (int)strlen(t->v.s);
  return s;
}
static void copy(int *restrict a, const int *restrict b, int n) { while (n--) *a++ = *b++; }
static volatile int counter;
static int tick(void) { counter; return counter++; }
struct __attribute__((packed)) p { char c; int i; long l; short a[3]; };

int main(void) {
  CHECK(1, bitsOf(1.0f) == 0x3f800000 && absolute(-2.5) == 2.5);
  struct tagged t[] = {{0, {5}}, {1, {.d = 7.5}}, {2, {.s = "abc"}}};
  CHECK(2, total(t, 3) == 15);
  int x = 0x01020304;
  unsigned char *c = (unsigned char *)&x;
  CHECK(3, c[0] == 4 && c[3] == 1);
  c[3] = 9;
  CHECK(4, x == 0x09020304);
  int a[4], b[4] = {1, 2, 3, 4};
  copy(a, b, 4);
  CHECK(5, a[3] == 4 && tick() == 0 && tick() == 1 && counter == 2);
  struct p p = {1, 2, 3, {4, 5, 6}};
  p.i += 0x01020304;
  p.l = -p.l;
  p.a[1]++;
  int k = 2;
  p.a[k] = 77;
  CHECK(6, sizeof p == 19 && p.i == 0x01020306 && p.l == -3 && p.a[1] == 6 && p.a[2] == 77 && p.c == 1);
  struct p q[3] = {p, p}, *r = q;
  r[1].i = 5;
  CHECK(7, q[1].i == 5 && q[0].i == 0x01020306 && q[2].l == 0);
  float f;
  memcpy(&f, &(unsigned){0x40490fdb}, 4);
  CHECK(8, f > 3.14159f && f < 3.1416f);
  return 0;
}
