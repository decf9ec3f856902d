/* The 48-bit linear congruential generator, to the bit as POSIX prescribes it (XSH, drand48). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_ADDEND = 11 };
static const uint64_t default_factor = 0x5deece66du, mask = 0xffffffffffffu;

/* Unseeded the sequence begins with 0 as glibc's does. */
static uint64_t value, factor = 0x5deece66du;
static unsigned short addend = DEFAULT_ADDEND;

static uint64_t step(uint64_t x) {
  return (x * factor + addend) & mask;
}

static uint64_t join(const unsigned short s[3]) {
  return s[0] | (uint64_t)s[1] << 16 | (uint64_t)s[2] << 32;
}

static void split(unsigned short s[3], uint64_t x) {
  s[0] = (unsigned short)x;
  s[1] = (unsigned short)(x >> 16);
  s[2] = (unsigned short)(x >> 32);
}

/* The next value of the caller's sequence. */
static uint64_t step_own(unsigned short s[3]) {
  uint64_t x = step(join(s));
  split(s, x);
  return x;
}

static double fraction(uint64_t x) {
  return (double)x / 281474976710656.0;
}

double drand48(void) {
  return fraction(value = step(value));
}
double erand48(unsigned short s[3]) {
  return fraction(step_own(s));
}
long lrand48(void) {
  return (long)((value = step(value)) >> 17);
}
long nrand48(unsigned short s[3]) {
  return (long)(step_own(s) >> 17);
}
long mrand48(void) {
  return (int32_t)((value = step(value)) >> 16);
}
long jrand48(unsigned short s[3]) {
  return (int32_t)(step_own(s) >> 16);
}

/* Seeding also undoes what lcong48 set. */
static void seed(uint64_t x) {
  value = x;
  factor = default_factor;
  addend = DEFAULT_ADDEND;
}

void srand48(long s) {
  seed((uint64_t)(uint32_t)s << 16 | 0x330e);
}

unsigned short *seed48(unsigned short s[3]) {
  static unsigned short before[3];
  uint64_t x = join(s);
  split(before, value);
  seed(x);
  return before;
}

void lcong48(unsigned short parameters[7]) {
  value = join(parameters);
  factor = join(parameters + 3);
  addend = parameters[6];
}
