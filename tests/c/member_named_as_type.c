// A member may be named as a typedef is, also behind a struct, union or enum that is defined there.
#include "check.h"

typedef struct list {
  int length;
} list;
typedef int number;

struct iterator {
  union {
    struct {
      int index;
    } list;
    union kind {
      number number;
      char bytes[4];
    } number;
  } u;
  enum { FIRST, SECOND } list, *number;
  struct {
    list *list;
  } last;
};

int main(void) {
  list l = {3};
  struct iterator it = {.u.list.index = 1, .list = SECOND, .last.list = &l};
  CHECK(1, it.u.list.index == 1);
  it.u.number.number = 7;
  it.number = &it.list;
  CHECK(2, it.u.number.bytes[0] == 7);
  CHECK(3, *it.number == SECOND);
  CHECK(4, it.last.list->length == 3);
  struct {
    int x;
  } number = {5};
  CHECK(5, number.x == 5);
  return 0;
}
