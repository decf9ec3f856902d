// Operands of inline assembly that no register holds: barriers for the optimiser, and what may be memory.
// skip: interpreter rv32
#include "check.h"

typedef __int128 wide;

static wide hide(wide x) {
  __asm__("" : "+r"(x));
  return x;
}

static _Complex double hideComplex(_Complex double z) {
  __asm__("" : "+r"(z));
  return z;
}

static long double hideLong(long double x) {
  __asm__ volatile("" : "+r"(x));
  return x;
}

struct block {
  char bytes[40];
};

static int anywhere(struct block *b, int n) {
  char(*variable)[n] = (void *)b;
  __asm__("" : "=X"(*variable));
  return b->bytes[39];
}

static wide input(wide x) {
  wide y = x + 1;
  __asm__ volatile("" : : "r"(x), "r"(y));
  return x + y;
}

int main(void) {
  wide big = (wide)7 << 70;
  CHECK(1, hide(big) == big && hide(-1) == -1);
  _Complex double z = 1.5;
  CHECK(2, hideComplex(z) == 1.5);
  CHECK(3, hideLong(2.25L) == 2.25L);
  struct block b = {0};
  b.bytes[39] = 5;
  CHECK(4, anywhere(&b, 8) == 5);
  CHECK(5, input(20) == 41);
  return 0;
}
