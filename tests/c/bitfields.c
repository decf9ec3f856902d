// Bit-fields: signed, unsigned, long, packed and straddling, in unions, compound assignment.
// skip: rv32
#include "check.h"

struct a { unsigned x : 3; int y : 5; unsigned z : 24; };
struct b { long p : 40; unsigned long q : 20; int r : 4; };
struct __attribute__((packed)) c { unsigned a : 3; unsigned b : 17; unsigned long d : 61; int e : 7; char f; };
struct d { int a : 8; char b; int c : 16; short s; };
struct e { unsigned char a : 4, b : 4; unsigned short c : 9; int : 0; int d : 1; _Bool t : 1; };
struct f { unsigned a : 24; unsigned char g; };
union u { unsigned whole; struct { unsigned lo : 16, hi : 16; }; struct { int s : 7; }; };
enum color { RED, GREEN, BLUE };
struct g { enum color c : 2; unsigned n : 6; };

static struct a ga = {5, -7, 0xabcdef};
static struct c gc = {7, 0x12345, 0x123456789abcdef, -33, 'z'};

int main(void) {
  CHECK(1, ga.x == 5 && ga.y == -7 && ga.z == 0xabcdef && sizeof ga == 4);
  struct a x = {1, 2, 3};
  x.x = 9;
  CHECK(2, x.x == 1 && x.y == 2 && x.z == 3);
  x.y = 17;
  CHECK(3, x.y == -15);
  CHECK(4, (x.y = 31) == -1 && (x.x = 10) == 2);
  CHECK(5, x.x++ == 2 && ++x.x == 4 && (x.x += 5) == 1);
  x.z = -1;
  CHECK(6, x.z == 0xffffff && x.x == 1 && x.y == -1);
  struct b y = {-1, 5, 7};
  y.p = 0x1234567890;
  CHECK(7, y.p == 0x1234567890 && y.q == 5 && y.r == 7);
  y.p = 0x8000000000;
  CHECK(8, y.p == -0x8000000000);
  y.q -= 6;
  CHECK(9, y.q == 0xfffff && y.p == -0x8000000000);
  CHECK(10, gc.a == 7 && gc.b == 0x12345 && gc.d == 0x123456789abcdef && gc.e == -33 && gc.f == 'z');
  CHECK(11, sizeof gc == 12);
  struct c z = gc;
  z.d = 0x1edcba9876543210;
  CHECK(12, z.a == 7 && z.b == 0x12345 && z.d == 0x1edcba9876543210 && z.e == -33 && z.f == 'z');
  z.b = 0;
  z.e = 63;
  CHECK(13, z.a == 7 && z.b == 0 && z.d == 0x1edcba9876543210 && z.e == 63 && z.f == 'z');
  struct d d = {-100, 'c', -30000, 1234};
  d.a = 127;
  CHECK(14, d.a == 127 && d.b == 'c' && d.c == -30000 && d.s == 1234);
  struct e e = {.a = 15, .b = 3, .c = 511, .d = -1, .t = 1};
  e.a = 1;
  CHECK(15, e.a == 1 && e.b == 3 && e.c == 511 && e.d == -1 && e.t == 1);
  e.t = 4;
  CHECK(16, e.t == 1);
  struct f f = {0xffffff, 9};
  f.a = 0x123456;
  CHECK(17, f.g == 9 && f.a == 0x123456);
  union u u = {0x12348765};
  CHECK(18, u.lo == 0x8765 && u.hi == 0x1234 && u.s == -27);
  u.hi++;
  CHECK(19, u.whole == 0x12358765);
  struct g g = {BLUE, 63};
  CHECK(20, g.c == BLUE && g.n == 63 && g.n + 1 == 64 && -g.n < 0);
  struct a *p = &x;
  p->x ^= 7;
  CHECK(21, p->x == 6 && x.x == 6);
  x.x <<= 1;
  CHECK(22, x.x == 4);
  volatile struct a v = {1, 1, 1};
  v.y = v.x + v.z;
  CHECK(23, v.y == 2);
  return 0;
}
