/* Pseudo-random numbers: rand is a 64-bit linear congruential generator (Knuth's MMIX) whose high
 * bits are used; drand48 is the generator POSIX prescribes. */
#include <stdint.h>
#include <stdlib.h>

static uint64_t state = 1;

static uint64_t next(uint64_t *s) {
  return *s = *s * 6364136223846793005u + 1442695040888963407u;
}

void srand(unsigned seed) {
  state = seed;
}

int rand(void) {
  return (int)(next(&state) >> 33);
}

int rand_r(unsigned *seed) {
  uint64_t s = *seed;
  s = s * 6364136223846793005u + 1442695040888963407u;
  *seed = (unsigned)(s >> 32);
  return (int)(s >> 33);
}

static uint64_t random_state = 1;

void srandom(unsigned seed) {
  random_state = seed;
}

long random(void) {
  return (long)(next(&random_state) >> 33);
}

static uint64_t x48 = 0x1234abcd330eu;

static uint64_t next48(uint64_t *x) {
  return *x = (*x * 0x5deece66du + 11) & 0xffffffffffffu;
}

void srand48(long seed) {
  x48 = (uint64_t)(uint32_t)seed << 16 | 0x330e;
}
double drand48(void) {
  return (double)next48(&x48) / 281474976710656.0;
}
long lrand48(void) {
  return (long)(next48(&x48) >> 17);
}
long mrand48(void) {
  return (int32_t)(next48(&x48) >> 16);
}
double erand48(unsigned short s[3]) {
  uint64_t x = s[0] | (uint64_t)s[1] << 16 | (uint64_t)s[2] << 32;
  next48(&x);
  s[0] = (unsigned short)x;
  s[1] = (unsigned short)(x >> 16);
  s[2] = (unsigned short)(x >> 32);
  return (double)x / 281474976710656.0;
}
