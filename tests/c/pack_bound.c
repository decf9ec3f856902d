// skip: interpreter
// options: -fpack-struct=2
// A bound on every member's alignment; a pragma sets another, and an empty one brings it back.
#include "check.h"

struct bounded {
  char c;
  long l;
};
#pragma pack(push, 8)
struct natural {
  char c;
  long l;
};
#pragma pack(pop)
struct again {
  char c;
  int i;
};

int main(void) {
  CHECK(1, sizeof(struct bounded) == 10 && _Alignof(struct bounded) == 2);
  CHECK(2, sizeof(struct natural) == 16);
  CHECK(3, sizeof(struct again) == 6);
  return 0;
}
