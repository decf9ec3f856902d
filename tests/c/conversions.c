// Casts between all kinds of scalar.
#include "check.h"
#include <stdint.h>

volatile double d = -1.9, e = 300.7;
volatile float f = 65.5f;
volatile long l = 0x123456789abcdef0;
volatile unsigned u = 0xfedcba98;
volatile signed char sc = -2;
volatile unsigned char uc = 0x85;
volatile short s = -2;
volatile unsigned short us = 0x8005;

int main(void) {
  CHECK(1, (int)d == -1 && (char)f == 'A' && (short)e == 300 && (unsigned char)(int)e == 44);
  CHECK(2, (int)l == (int)0x9abcdef0 && (short)l == (short)0xdef0 && (signed char)l == (signed char)0xf0);
  CHECK(3, (unsigned char)l == 0xf0 && (unsigned short)l == 0xdef0 && (unsigned)l == 0x9abcdef0);
  CHECK(4, (long)u == 0xfedcba98 && (int)u == -0x1234568 && (long)(int)u == -0x1234568L);
  CHECK(5, sc == -2 && (unsigned char)sc == 254 && (unsigned)sc == 0xfffffffe && (unsigned long)sc == -2ul);
  CHECK(6, uc == 0x85 && (signed char)uc == -123 && (int)uc == 133 && ~uc == -134);
  CHECK(7, (unsigned short)s == 65534 && (short)us == -32763 && us << 16 == (int)0x80050000);
  CHECK(8, (float)l == 0x1.23456789abcdfp60f || (float)l == (float)0x123456789abcdef0);
  CHECK(9, (double)u == 4275878552.0 && (float)sc == -2.0f && (double)us == 32773.0);
  int *p = (int *)(uintptr_t)0x1000;
  CHECK(10, (uintptr_t)p == 0x1000 && (uintptr_t)(p + 1) == 0x1004 && (int)(uintptr_t)p == 0x1000);
  _Bool b = (_Bool)p;
  CHECK(11, b && (_Bool)0.1f && !(_Bool)0 && (int)(_Bool)256 == 1);
  enum small { A = -1, B = 1 } en = (enum small)1;
  CHECK(12, en == B && (int)A == -1);
  CHECK(13, (uint8_t)(int8_t)-1 == 255 && (int8_t)(uint8_t)128 == -128);
  CHECK(14, (unsigned long)(int)0x80000000 == 0xffffffff80000000ul && (unsigned long)0x80000000u == 0x80000000ul);
  return 0;
}
