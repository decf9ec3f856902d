// How large __builtin_object_size says a member is: as it is declared, unless it is the array at the end of what a pointer points to,
// which was the way to write a flexible array before C99.
#include <stddef.h>
#include "check.h"

struct last {
  int a;
  char b[4];
};
struct middle {
  char b[4];
  int a;
};
struct nested {
  int a;
  struct last s;
};
struct with_union {
  int a;
  union {
    int c;
    char b[4];
  } u;
};
union first {
  int a;
  char b[4];
};

struct last object;
char bytes[100];

#define UNKNOWN ((size_t)-1)
#define SIZE(x) __builtin_object_size(x, 1)

__attribute__((noipa)) static int pointers(struct last *p, struct middle *m, struct nested *n, struct with_union *w, union first *u) {
  CHECK(1, SIZE(p->b) == UNKNOWN);
  CHECK(2, SIZE(p->b + 1) == UNKNOWN);
  CHECK(3, SIZE(&p->a) == 4);
  CHECK(4, SIZE(m->b) == 4);
  CHECK(5, SIZE(m->b + 1) == 3);
  CHECK(6, SIZE(n->s.b) == 4);
  CHECK(7, SIZE(w->u.b) == UNKNOWN);
  CHECK(8, SIZE(u->b) == UNKNOWN);
  CHECK(9, __builtin_object_size(p->b, 3) == 0);
  CHECK(10, __builtin_object_size(m->b, 3) == 4);
  return 0;
}

int main(void) {
#ifdef __OPTIMIZE__
  struct last l;
  struct middle m;
  struct nested n;
  struct with_union w;
  union first u;
  CHECK(11, SIZE(object.b) == 4);
  CHECK(12, SIZE(((struct last *)bytes)->b) == 96);
  return pointers(&l, &m, &n, &w, &u);
#else
  return 0;
#endif
}
