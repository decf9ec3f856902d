// Bit and other builtins.
#include "check.h"
#include <string.h>

static int bits(unsigned x, unsigned long y) {
  return __builtin_clz(x) * 1000000 + __builtin_ctzl(y) * 10000 + __builtin_popcount(x) * 100 + __builtin_popcountl(y);
}
static int expect(int x) { return __builtin_expect(x > 3, 1) ? 1 : __builtin_expect(!!x, 0) ? 2 : 3; }
static __attribute__((noinline)) void *frame(void) { return __builtin_frame_address(0); }
static int unreachable(int x) {
  switch (x) {
    case 1: return 5;
    case 2: return 6;
  }
  __builtin_unreachable();
}
static int kind(int x) { return __builtin_constant_p(x) ? 1 : 0; }

int main(void) {
  CHECK(1, bits(0x00f0, 0x100) == 24 * 1000000 + 8 * 10000 + 4 * 100 + 1);
  volatile int vi = -1, vz = 0, v6 = 6;
  volatile long vl = -2;
  CHECK(2, __builtin_ffs(v6) == 2 && __builtin_ffs(vz) == 0 && __builtin_ffsl(vl) == 2);
  CHECK(3, __builtin_clrsb(vi) == 31 && __builtin_clrsbl(vl) == 62 && __builtin_parity(v6) == 0);
  CHECK(4, __builtin_bswap16(0x1234 + vz) == 0x3412 && __builtin_bswap32(0x12345678 + vz) == 0x78563412);
  CHECK(5, __builtin_bswap64(0x0102030405060708 + vz) == 0x0807060504030201);
  CHECK(6, expect(5) == 1 && expect(1) == 2 && expect(0) == 3);
  CHECK(7, frame() != 0 && unreachable(2) == 6 && kind(3) <= 1);
  char a[16] = "0123456789", b[16];
  memcpy(b, a, 11);
  CHECK(8, !strcmp(b, a) && memcmp(a, b, 11) == 0);
  memmove(a + 1, a, 5);
  CHECK(9, !strcmp(a, "0012346789"));
  memset(b + 2, 'x', 3);
  CHECK(10, !strcmp(b, "01xxx56789") && strlen(b) == 10);
  CHECK(11, __builtin_types_compatible_p(int, signed) && __builtin_choose_expr(1, 5, "x") == 5);
  CHECK(12, __builtin_offsetof(struct { char c; int i[4]; }, i[2]) == 12);
  int *p = __builtin_assume_aligned(&vz, 4);
  CHECK(13, p == &vz);
  __builtin_prefetch(p);
  CHECK(14, __builtin_object_size(a, 0) == 16 && __builtin_strlen("abc") == 3);
  CHECK(15, __builtin_huge_val() > 1e308 && __builtin_nan("") != __builtin_nan(""));
  return 0;
}
