// skip: interpreter
// Library calls whose argument is one of several constant strings, and moves that cannot overlap.
#include <inttypes.h>
#include <string.h>
#include "check.h"

char buffer[16] = "abcdefg";
static const struct pair {
  const char *name;
  int value;
} pairs[2] = {{"one", 1}, {"two", 2}};

int main(int argc, char **argv) {
  const char *same = argc > 1 ? "foo" : "bar";
  const char *other = argc > 1 ? "fo" : "bars";
  char to[8];
  CHECK(1, strlen(same) == 3 && strlen(other) == 4);
  CHECK(2, strcmp(strcpy(to, same), "bar") == 0);
  CHECK(3, strcmp(strncpy(to, other, 5), "bars") == 0);
  CHECK(4, stpcpy(to, same) == to + 3);
  struct pair local[2];
  memmove(local, pairs, sizeof pairs);
  CHECK(5, local[1].value == 2 && local[0].name[0] == 'o');
  memmove(buffer + 1, buffer, 5);
  CHECK(6, strcmp(buffer, "aabcdeg") == 0);
  memmove(buffer, buffer + 6, 1);
  CHECK(7, strcmp(buffer, "gabcdeg") == 0);
  volatile intmax_t minus = -5;
  CHECK(8, imaxabs(minus) == 5 && imaxabs(-7) == 7);
  return 0;
}
