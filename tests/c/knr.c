// Old-style definitions and calls without a prototype.
// std: gnu89
#include "check.h"

int add(a, b, c)
int a;
char b;
float c;
{
  return a + b + (int)c;
}
double half(x) double x; { return x / 2; }
float prototyped(float, char);
float prototyped(x, c) float x; char c; { return x + c; }

implicit(x) { return x * 2; }
int none();

int main() {
  CHECK(1, add(1, 2, 3.5) == 6);
  CHECK(2, half(5.0) == 2.5);
  CHECK(3, implicit(21) == 42);
  CHECK(4, none(1, 2.0) == 9);
  CHECK(90, prototyped(1.5f, 2) == 3.5f);
  return 0;
}
int none(a, b) int a; double b; { return a == 1 && b == 2.0 ? 9 : 0; }
