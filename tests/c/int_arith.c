// Integer arithmetic of every width: promotion, wrap-around, division, shifts.
// skip: rv32
#include "check.h"
#include <limits.h>

static int divide(int a, int b) { return a / b; }
static int rest(int a, int b) { return a % b; }
static unsigned udivide(unsigned a, unsigned b) { return a / b; }
static long ldivide(long a, long b) { return a / b; }
static unsigned long long shl(unsigned long long x, int n) { return x << n; }
static long long sar(long long x, int n) { return x >> n; }
static unsigned char add8(unsigned char a, unsigned char b) { return a + b; }
static signed char sadd8(signed char a, signed char b) { return a + b; }
static short mul16(short a, short b) { return a * b; }
static unsigned short umul16(unsigned short a, unsigned short b) { return (unsigned)a * b; }

volatile int vi = -7;
volatile unsigned vu = 4000000000u;
volatile char vc = 'x';
volatile signed char vsc = -3;
volatile unsigned char vuc = 250;
volatile short vs = -30000;
volatile long vl = 1L << 40;

int main(void) {
  CHECK(1, divide(-7, 2) == -3 && rest(-7, 2) == -1);
  CHECK(2, divide(7, -2) == -3 && rest(7, -2) == 1);
  CHECK(3, udivide(4000000000u, 3) == 1333333333u);
  CHECK(4, ldivide(-1L << 62, 3) == -1537228672809129301L);
  CHECK(5, shl(1, 63) == 0x8000000000000000ull);
  CHECK(6, sar(-8, 1) == -4 && sar(-1, 63) == -1);
  CHECK(7, add8(200, 100) == 44);
  CHECK(8, sadd8(100, 100) == -56);
  CHECK(9, mul16(300, 300) == (short)90000);
  CHECK(10, umul16(65535, 65535) == 1);
  CHECK(11, vu + 500000000u == 205032704u);
  CHECK(12, vu > 0 && (int)vu < 0);
  CHECK(13, (long)vu == 4000000000L && (long)(int)vu == -294967296L);
  CHECK(14, vi / 2 == -3 && (unsigned)vi / 2 == 2147483644u);
  CHECK(15, vsc + vuc == 247);
  CHECK(16, (unsigned char)(vuc + 10) == 4);
  CHECK(17, vs * 2 == -60000);
  CHECK(18, vl >> 38 == 4 && (int)(vl >> 20) == 1 << 20);
  CHECK(19, -vi == 7 && ~vi == 6 && !vi == 0 && !!vi == 1);
  CHECK(20, (vi & 0xff) == 0xf9 && (vi | 1) == -7 && (vi ^ -1) == 6);
  vi += 10;
  CHECK(21, vi == 3);
  vi <<= 4;
  CHECK(22, vi == 48);
  vuc += 10;
  CHECK(23, vuc == 4);
  vsc -= 126;
  CHECK(24, vsc == 127);
  vu *= 3;
  CHECK(25, vu == 3410065408u);
  vs /= 7;
  CHECK(26, vs == -4285);
  vl %= 1000;
  CHECK(27, vl == 776);
  CHECK(28, vc++ == 'x' && vc == 'y' && --vc == 'x');
  CHECK(29, -1 > 0u && -1 < 0L + 1 && -1L < 1u);
  CHECK(30, (unsigned char)-1 == 255 && (signed char)200 == -56);
  CHECK(31, sizeof(vc + vc) == 4 && sizeof(1ul + 1) == 8);
  CHECK(32, INT_MIN / 1 == INT_MIN && UINT_MAX % 10 == 5);
  unsigned long long big = 0xfedcba9876543210ull;
  CHECK(33, big / 10 == 1836475854449306472ull);
  CHECK(34, (big >> 4 << 4) == big && (unsigned)big == 0x76543210u);
  _Bool b = 256;
  CHECK(35, b == 1);
  b = 0.5;
  CHECK(36, b == 1 && (b += 5) == 1 && (b -= 1) == 0);
  b++;
  b++;
  CHECK(37, b == 1);
  b--;
  CHECK(38, b == 0);
  return 0;
}
