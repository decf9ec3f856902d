/* Random numbers that nobody can predict: the kernel's, without a state of our own to protect. */
#include <stdlib.h>
#include "../internal.h"

void arc4random_buf(void *out, size_t size) {
  char *p = out;
  while (size) {
    long n = SYSCALL3(SYS_getrandom, p, size, 0);
    if (n == -EINTR) continue;
    if (n < 0) abort(); /* guessable numbers are worse than none */
    p += n;
    size -= (size_t)n;
  }
}

uint32_t arc4random(void) {
  uint32_t value;
  arc4random_buf(&value, sizeof value);
  return value;
}

uint32_t arc4random_uniform(uint32_t bound) {
  if (bound < 2) return 0;
  /* The 2^32 mod bound least numbers are refused, so that each remainder has equally many. */
  uint32_t least = -bound % bound, value;
  do value = arc4random();
  while (value < least);
  return value % bound;
}
