// skip: interpreter
// options: -fsingle-precision-constant
// Floating constants without a suffix are float; those with one keep their type.
// expect-output: 0.300000012 0.10000000149011612 1 1
#include <stdio.h>
float third(float x) { return x * 0.1; }
int main(void) {
  _Static_assert(sizeof 1.5 == sizeof(float) && sizeof 1.5L == sizeof(long double), "types");
  _Static_assert(_Generic(2e3, float: 1, default: 0), "float");
  double tenth = 0.1;
  printf("%.9g %.17g %d %d\n", third(3), tenth, 0.1 == 0.1f, 1e38 < 3e38f);
  return 0;
}
