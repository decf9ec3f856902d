// Addresses of labels that nothing leads to, offsets that have no bit in an int, an inline definition that an alias
// replaces.
#include "check.h"

struct row {
  int cell[1];
};

void far_away(struct row *r) { r->cell[0] = r->cell[-144115188075855873L] + r->cell[144678138029277184L]; }

static int distance(void) {
one:
  return &&one - &&two != 0;
two:;
  return 2;
}

int real(void) { return 23; }
extern inline __attribute__((gnu_inline)) int replaced(void) { return 1; }
extern int replaced(void) __attribute__((alias("real")));

int main(void) {
  CHECK(1, distance() == 1);
  int (*volatile f)(void) = replaced;
  CHECK(2, f() == 23);
  return 0;
}
