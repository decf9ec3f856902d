// skip: interpreter
// options: -fgnu89-inline
// A GNU89 extern inline definition gives way to a real one, which may be static.
#include "check.h"

extern inline int one(void) { return 1; }
static inline int one(void) { return 2; }

extern inline int other(void) { return 3; }
int other(void) { return 4; }

int main(void) {
  int (*volatile p)(void) = one;
  CHECK(1, p() == 2);
  CHECK(2, one() == 2);
  CHECK(3, other() == 4);
  return 0;
}
