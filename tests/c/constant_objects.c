// GNU: the parts of constant objects and compound literals are constants where static objects are initialised.
#include "check.h"

static const char digits[] = "0123456789";
static const char seven = digits[7];
const float table[4] = {1.0f, 2.0f, 3.0f, 4.0f};
const float chosen[2] = {[0] = table[2], [1] = table[0]};
static const struct {
  int x, y;
  const char *name;
} pair = {1, 2, digits + 3};
int y = pair.y;
const char *name = pair.name;

struct T {
  int i;
};
struct S {
  struct T t;
  double d;
};
struct S s = {.t = {(int){1}}, .d = (double){2.5}};
int number = (int){3};

int main(void) {
  static int inner = (int){9};
  CHECK(1, seven == '7' && chosen[0] == 3 && chosen[1] == 1);
  CHECK(2, y == 2 && name[0] == '3');
  CHECK(3, s.t.i == 1 && s.d == 2.5 && number == 3 && inner == 9);
  return 0;
}
