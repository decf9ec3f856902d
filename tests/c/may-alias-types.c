// Accesses through a may_alias type, or from a function without strict aliasing, meet those of any other type.
#include "check.h"

typedef int alias_int __attribute__((may_alias));
typedef struct { int low, high; } pair;
typedef pair alias_pair __attribute__((__may_alias__));

__attribute__((noinline)) static int through_typedef(float *f, void *p) {
  *f = 1;
  *(alias_int *)p = 7;
  return *f == 1;
}

__attribute__((noinline)) static int through_const(float *f, void *p) {
  const alias_int *i = p;
  *f = 1;
  return *i;
}

__attribute__((noinline)) static int through_array(float *f, void *p) {
  alias_int (*a)[2] = p;
  *f = 1;
  (*a)[0] = 7;
  return *f == 1;
}

__attribute__((noinline)) static int through_record(float *f, void *p) {
  *f = 1;
  ((alias_pair *)p)->low = 7;
  return *f == 1;
}

__attribute__((optimize("-fno-strict-aliasing"))) static inline void pun(void *p) { *(int *)p = 7; }

__attribute__((noinline)) static int through_function(float *f, void *p) {
  *f = 1;
  pun(p);
  return *f == 1;
}

int main(void) {
  float f[2];
  CHECK(1, through_typedef(f, f) == 0);
  CHECK(2, through_const(f, f) == 0x3f800000);
  CHECK(3, through_array(f, f) == 0);
  CHECK(4, through_record(f, f) == 0);
  CHECK(5, through_function(f, f) == 0);
  int plain;
  alias_int *p = &plain;
  *p = 3;
  int *q = p;
  CHECK(6, _Generic(p, int *: 1, default: 0) && *q == 3);
  return 0;
}
