// Thread-local objects in position independent code, which asks __tls_get_addr for their addresses.
// skip: interpreter, counts
// options: -fPIC
#include "check.h"
#include <pthread.h>

_Thread_local int first = 1;
static _Thread_local char text[3000] = "abc";
_Thread_local long last;

static int *address_of_first(void) { return &first; }

static void *other(void *main_first) {
  if (address_of_first() == main_first || first != 1 || text[1] != 'b' || last != 0) return "wrong at first";
  first = 7;
  text[2999] = 'z';
  last = -1;
  return *address_of_first() == 7 && text[2999] == 'z' && last == -1 ? 0 : "wrong then";
}

int main(void) {
  first = 5;
  last = 9;
  pthread_t thread;
  CHECK(1, pthread_create(&thread, 0, other, address_of_first()) == 0);
  void *result = "";
  CHECK(2, pthread_join(thread, &result) == 0);
  CHECK(3, result == 0);
  CHECK(4, first == 5 && last == 9 && text[2999] == 0 && text[2] == 'c');
  return 0;
}
