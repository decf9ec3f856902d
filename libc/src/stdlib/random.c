/* rand: a 64-bit linear congruential generator (Knuth's MMIX) whose high bits are used. */
#include <stdint.h>
#include <stdlib.h>

static uint64_t state = 1;

void srand(unsigned seed) {
  state = seed;
}

int rand(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int)(state >> 33);
}

int rand_r(unsigned *seed) {
  uint64_t s = *seed;
  s = s * 6364136223846793005u + 1442695040888963407u;
  *seed = (unsigned)(s >> 32);
  return (int)(s >> 33);
}
