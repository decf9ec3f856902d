// skip: interpreter
// What __builtin_object_size finds once bodies are inlined, as _FORTIFY_SOURCE asks: the size or "unknown".
#include <stdlib.h>
#include <string.h>
#include "check.h"

static inline __attribute__((always_inline)) size_t most(void *p) {
  return __builtin_object_size(p, 0);
}
static inline __attribute__((always_inline)) size_t least(void *p) {
  return __builtin_object_size(p, 2);
}

#ifdef __OPTIMIZE__
#define IS(size) == (size)
#else
#define IS(size) == (size_t)-1
#endif

struct record {
  int x;
  char b[10];
  int y;
} global;


static size_t undecided(char *p) { return most(p); }

static char *volatile hidden;

int main(int argc, char **argv) {
  char local[12];
  hidden = local;
  struct record *heap = malloc(sizeof *heap);
  char *either = argc > 1 ? local : global.b;
  char *end = local, *back = local + 11;
  for (int i = 0; i < argc; i++) end++;
  for (int i = 0; i < argc; i++) back--;
  CHECK(1, most(local) IS(12));
  CHECK(2, most(local + 3) IS(9));
  CHECK(3, most(global.b) IS(16));
  CHECK(4, most(heap->b) IS(16));
  CHECK(5, most(either) IS(16));
  CHECK(6, least(either) == 12 || least(either) == 0);
  CHECK(7, most(end) IS(12));
  // A walk backwards may have more behind it.
  CHECK(8, most(back) == (size_t)-1 || most(back) >= 2);
  CHECK(9, undecided(hidden) == (size_t)-1);
  free(heap);
  return 0;
}
