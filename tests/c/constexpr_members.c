// std: gnu2x
// gcc: no
// Members of constexpr objects are constant expressions (C23 6.6p7).
#include "check.h"

struct point {
  int x, y;
};
struct whole {
  int first;
  unsigned bits : 3, more : 7;
  struct point at;
  double real;
  int rest[2];
};

constexpr struct whole whole = {1, 5, 100, {5, 6}, 2.5, {7}};
static_assert(whole.first == 1 && whole.at.y == 6 && whole.real == 2.5);
static_assert(whole.bits == 5 && whole.more == 100 && whole.bits - 6 < 0);
static_assert((constexpr struct point){3, 4}.y == 4);
enum { FROM_MEMBER = whole.at.x };
int sized[whole.first + 3];
constexpr struct point copied = whole.at;
static_assert(copied.x == 5);
constexpr struct whole zeros = {.real = 1};
static_assert(zeros.first == 0 && zeros.at.x == 0);
constexpr union {
  int i;
  float f;
} either = {.i = 7};
static_assert(either.i == 7);

int main(void) {
  struct field {
    unsigned f : whole.first;
  } field = {1};
  constexpr struct point local = {8, 9};
  switch (field.f + 4) {
    case whole.at.x:
      break;
    default:
      return 1;
  }
  CHECK(2, sizeof sized == 4 * sizeof(int) && FROM_MEMBER == 5);
  CHECK(3, local.y == 9 && copied.y == 6 && whole.rest[0] == 7);
  CHECK(4, either.f != 0);
  return 0;
}
