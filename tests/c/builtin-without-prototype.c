// Library functions that are builtins, declared without a prototype: nothing converts the arguments.
#include "check.h"

double fabs();
int abs();
int memcmp();

struct point { int x, y; };

// Wrong, but it compiles as in gcc; never called.
double never(struct point p, _Complex double c) { return fabs(p) + fabs(c) + abs(p) + memcmp(1); }

int main(void) {
  double d = -2.5;
  int i = -3;
  CHECK(1, fabs(d) == 2.5);
  CHECK(2, abs(i) == 3);
  return 0;
}
