// Checked arithmetic with operands and results of mixed types.
// skip: rv32
#include "check.h"
#include <limits.h>
#include <stdint.h>

static int addi(int a, int b, int *r) { return __builtin_add_overflow(a, b, r); }
static int mull(long a, long b, long *r) { return __builtin_mul_overflow(a, b, r); }

int main(void) {
  int i;
  CHECK(1, !addi(1, 2, &i) && i == 3 && addi(INT_MAX, 1, &i) && i == INT_MIN);
  unsigned u;
  CHECK(2, __builtin_sub_overflow(1u, 2u, &u) && u == UINT_MAX && !__builtin_sub_overflow(2u, 1u, &u));
  CHECK(3, __builtin_add_overflow(-1, 0, &u) && !__builtin_add_overflow(-1, 2u, &u) && u == 1);
  long l;
  CHECK(4, mull(LONG_MAX, 2, &l) && !mull(1L << 31, 1L << 31, &l) && l == 1L << 62);
  CHECK(5, mull(LONG_MIN, -1, &l) && mull(-1, LONG_MIN, &l) && !mull(LONG_MIN, 1, &l));
  unsigned long ul;
  CHECK(6, !__builtin_mul_overflow(1ul << 32, (1ul << 32) - 1, &ul) && __builtin_mul_overflow(1ul << 32, 1ul << 32, &ul));
  CHECK(7, __builtin_add_overflow(ULONG_MAX, 1, &ul) && ul == 0 && __builtin_add_overflow(ULONG_MAX, 1ul, &l));
  CHECK(8, !__builtin_sub_overflow(LONG_MIN, -1, &l) && __builtin_sub_overflow(LONG_MIN, 1u, &l));
  signed char c;
  CHECK(9, __builtin_add_overflow(100, 100, &c) && c == -56 && !__builtin_add_overflow(100, 27, &c));
  CHECK(10, __builtin_mul_overflow(ULONG_MAX, -1, &l) && !__builtin_mul_overflow(ULONG_MAX, 0, &l));
  CHECK(11, !__builtin_mul_overflow(1ul << 63, -1, &l) && l == LONG_MIN);
  CHECK(12, __builtin_mul_overflow(-1, ULONG_MAX, &ul) && __builtin_add_overflow(LONG_MAX, ULONG_MAX, &l));
  CHECK(13, __builtin_add_overflow_p(INT_MAX, 1, 0) && !__builtin_add_overflow_p(INT_MAX, 1, 0L));
  CHECK(14, __builtin_sadd_overflow(INT_MAX, 1, &i) && __builtin_umull_overflow(ULONG_MAX, 2, &ul));
  __int128 w;
  CHECK(15, !__builtin_mul_overflow(ULONG_MAX, ULONG_MAX, (unsigned __int128 *)&w));
  CHECK(16, __builtin_mul_overflow(ULONG_MAX, ULONG_MAX, &w));
  CHECK(17, __builtin_add_overflow((__int128)1 << 126, (__int128)1 << 126, &w) &&
                !__builtin_add_overflow((__int128)1 << 100, 5, &w));
  CHECK(18, __builtin_mul_overflow((__int128)1 << 100, 1L << 40, &l) && l == 0);
  uint16_t s;
  CHECK(19, __builtin_mul_overflow(256, 256, &s) && s == 0 && !__builtin_mul_overflow(255, 257, &s) && s == 65535);
  // A bit-field stands for a type as wide as it is.
  struct { signed int s : 3; unsigned int u : 3; } f = {0, 0};
  CHECK(20, __builtin_add_overflow_p(3, 1, f.s) && !__builtin_add_overflow_p(3, 1, f.u));
  volatile int seven = 7;
  CHECK(21, !__builtin_add_overflow_p(seven, 0, f.u) && __builtin_add_overflow_p(seven, 1, f.u) &&
                __builtin_mul_overflow_p(seven, 1, f.s) && !__builtin_sub_overflow_p(3, seven, f.s));
  return 0;
}
