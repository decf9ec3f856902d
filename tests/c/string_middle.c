// A string that begins behind a zero byte, and an index back over it: its length is not that of the end.
#include <string.h>
#include "check.h"

static const char two[] = "a\0bcd";

__attribute__((noinline)) static unsigned long from(long i) { return strlen(two + 2 + i); }

int main(void) {
  CHECK(1, from(0) == 3);
  CHECK(2, from(1) == 2);
  CHECK(3, from(-2) == 1);
  CHECK(4, from(-1) == 0);
  return 0;
}
