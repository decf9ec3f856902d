// skip: interpreter
// A program's macros may have any name that is not reserved: headers must not use such names for attributes and the like.
#define malloc own_malloc
#define pure 1
#define format 2
#define unused 3
#define aligned 4
#define packed 5
#define nonnull 6
#define scanf own_scanf
#define weak 8
#define deprecated 9
#define alloc_size 10
#define returns_twice 11
#include <ctype.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#undef malloc
#include "check.h"

static char pool[16];

void *own_malloc(size_t size) {
  return size <= sizeof pool ? pool : NULL;
}

int main(void) {
  char *p = own_malloc(8);
  CHECK(1, p == pool);
  strcpy(p, "abc");
  CHECK(2, strlen(p) == 3 && strcasecmp(p, "ABC") == 0);
  return 0;
}
