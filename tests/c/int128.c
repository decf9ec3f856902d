// __int128: every operator, conversions, arguments.
// skip: rv32
#include "check.h"
#include <stdarg.h>

typedef __int128 s128;
typedef unsigned __int128 u128;
static s128 make(long hi, unsigned long lo) { return (s128)((u128)hi << 64 | lo); }
static u128 mul(u128 a, u128 b) { return a * b; }
static s128 pass(int a, s128 b, char c, s128 d, long e, s128 f) { return a + b * c + d - e + f; }
static s128 last(int n, ...) {
  va_list ap;
  va_start(ap, n);
  s128 r = 0;
  while (n--) r = va_arg(ap, s128);
  va_end(ap);
  return r;
}
volatile int shift = 70;
static u128 global = (u128)0x123456789abcdef << 64 | 0xfedcba9876543210;

int main(void) {
  u128 x = mul(0xffffffffffffffff, 0xffffffffffffffff);
  CHECK(1, (unsigned long)(x >> 64) == 0xfffffffffffffffe && (unsigned long)x == 1);
  CHECK(2, (long)(global >> 64) == 0x123456789abcdef && (unsigned long)global == 0xfedcba9876543210);
  s128 a = make(-1, 0), b = make(0, 5);
  CHECK(3, a < 0 && b > a && a <= b && a != b && !(a == b) && (u128)a > (u128)b);
  CHECK(4, a + b == make(-1, 5) && b - a == make(1, 5) && -a == make(1, 0));
  CHECK(5, (s128)1 << shift == make(64, 0) && make(64, 0) >> shift == 1 && a >> shift == -1);
  CHECK(6, (u128)a >> shift == ((u128)1 << 58) - 1 && (s128)1 << 127 < 0);
  CHECK(7, global / 10 * 10 + global % 10 == global && (s128)-7 / 2 == -3 && (s128)-7 % 2 == -1);
  CHECK(8, make(100, 0) / make(7, 1) == 14 && make(0, 100) / make(1, 0) == 0);
  CHECK(9, (a & b) == 0 && (a | b) == make(-1, 5) && (a ^ b) == make(-1, 5) && ~b == make(-1, ~5ul));
  CHECK(10, pass(1, 2, 3, make(1, 0), 5, -2) == make(1, 0));
  CHECK(11, last(3, (s128)1, make(2, 3), make(-4, 5)) == make(-4, 5));
  CHECK(12, (double)make(1, 0) == 0x1p64 && (float)-b == -5 && (s128)1e30 == (s128)1e15 * (s128)1e15 + 19884624838656);
  CHECK(13, (int)make(9, 0x100000007) == 7 && (_Bool)make(1, 0) && !(_Bool)make(0, 0));
  s128 c = 5;
  CHECK(14, c++ == 5 && c == 6 && --c == 5 && !c == 0);
  c += make(1, 0);
  c <<= 3;
  c ^= 1;
  c -= 1;
  CHECK(15, c == make(8, 40));
  c = -1;
  CHECK(16, c == -1 && (u128)c == ~(u128)0 && c >> 100 == -1);
  int i = 3;
  i += make(0, 4);
  CHECK(17, i == 7);
  CHECK(18, (c ? 1 : 2) == 1 && (a && b) && (u128)-1 / 3 == make(0x5555555555555555, 0x5555555555555555));
  u128 f = 1;
  for (int n = 1; n <= 33; n++) f *= n;
  CHECK(19, f % 1000000007 == 109361473 + 0 * f || f / ((u128)1 << 31) % 3 == 0);
  long double ld = make(1, 1);
  CHECK(20, ld == 18446744073709551617.0L && (s128)ld == make(1, 1));
  return 0;
}
