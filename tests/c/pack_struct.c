// skip: interpreter
// options: -fpack-struct -fpack-struct=4
// What -fpack-struct packs: every structure, whatever a pragma says. Its bound holds for bit-fields.
#include "check.h"

struct plain {
  char c;
  long l;
  short s;
};
#pragma pack(8)
struct under_pragma {
  char c;
  long l;
};
#pragma pack()
struct fields {
  char c;
  int low : 3;
  int high : 30;
};
struct aligned {
  char c;
  long l __attribute__((aligned(8)));
};

int main(void) {
  CHECK(1, sizeof(struct plain) == 11 && __builtin_offsetof(struct plain, l) == 1);
  CHECK(2, sizeof(struct under_pragma) == 9);
  CHECK(3, _Alignof(struct fields) == 4);
  CHECK(4, __builtin_offsetof(struct aligned, l) == 4);
  struct plain p = {1, 2, 3};
  CHECK(5, p.c + p.l + p.s == 6);
  return 0;
}
