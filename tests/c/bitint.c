// _BitInt of many widths.
// std: gnu2x
// gcc: no
#include "check.h"

typedef _BitInt(5) i5;
typedef unsigned _BitInt(7) u7;
typedef _BitInt(40) i40;
typedef unsigned _BitInt(100) u100;
typedef _BitInt(129) i129;
typedef unsigned _BitInt(256) u256;
typedef _BitInt(500) i500;

static i5 add5(i5 a, i5 b) { return a + b; }
static u256 mul256(u256 a, u256 b) { return a * b; }
static i500 pass(int x, i500 a, i129 b) { return a + b + x; }

int main(void) {
  CHECK(1, add5(15, 1) == -16 && add5(-16, -1) == 15);
  u7 a = 127;
  a++;
  CHECK(2, a == 0 && (u7)200 == 72);
  i40 b = 0x7fffffffff;
  b += 1;
  CHECK(3, b == -0x8000000000 && b >> 39 == -1);
  u100 c = (u100)1 << 99;
  c += c;
  CHECK(4, c == 0 && (u100)-1 >> 99 == 1 && ~(u100)0 == (u100)-1);
  CHECK(5, ((u100)1 << 80) / 3 * 3 + ((u100)1 << 80) % 3 == (u100)1 << 80);
  i129 d = -1;
  CHECK(6, d < 0 && d >> 100 == -1 && (d << 128) < 0 && -d == 1);
  u256 e = mul256((u256)1 << 200 | 7, (u256)3);
  CHECK(7, (unsigned long)e == 21 && (unsigned long)(e >> 200) == 3 && e / 3 == ((u256)1 << 200 | 7));
  CHECK(8, e % 1000 == ((u256)1 << 200 | 7) % 1000 * 3 % 1000);
  i500 f = (i500)1 << 400;
  CHECK(9, f - 1 < f && -f < 0 && f / -7 * -7 + f % -7 == f && (f >> 399) == 2);
  CHECK(10, pass(1, -5, 4) == 0 && (double)f == 0x1p400 && (i500)-0x1.8p300 == -((i500)3 << 299));
  CHECK(11, (e & 0xff) == 21 && (e ^ e) == 0 && (e | 1) == e && (_Bool)e);
  i500 g = 5;
  g *= g;
  g -= 1;
  g <<= 300;
  CHECK(12, g >> 303 == 3 && (int)(g >> 300) == 24);
  return 0;
}
