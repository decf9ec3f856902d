// GNU's __extension__ before an assertion, as headers write it to please -pedantic.
#include "check.h"

__extension__ _Static_assert(sizeof(int) == 4, "at file scope");

struct s {
  int a;
  __extension__ _Static_assert(1, "in a structure");
};

int main(void) {
  __extension__ _Static_assert(1, "in a block");
  CHECK(1, sizeof(struct s) == 4);
  return 0;
}
