/* random and its family: the additive feedback generators x[i] = x[i - degree] + x[i - separation]
 * of BSD (Knuth, TAOCP 2, 3.2.2), whose sequences and state arrays programs expect to be glibc's.
 *
 * A state array is a word that says where the generator stands (5 * position + kind), then the
 * `degree` last values. Kind 0 is a linear congruential generator of one word. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include "../internal.h"

enum { KINDS = 5, DEFAULT_KIND = 3, DEFAULT_DEGREE = 31 };
static const struct {
  unsigned char degree, separation;
  unsigned short bytes;
} kinds[KINDS] = {{1, 0, 8}, {7, 3, 32}, {15, 1, 64}, {DEFAULT_DEGREE, 3, 128}, {63, 1, 256}};

static int fail(void) {
  errno = EINVAL;
  return -1;
}

/* Notes the position in the word before the values, for setstate_r to find. */
static void note_position(struct random_data *g) {
  g->__values[-1] = g->__kind == 0 ? 0 : KINDS * g->__rear + g->__kind;
}

int random_r(struct random_data *restrict g, int32_t *restrict result) {
  if (!g || !result || !g->__values) return fail();
  int32_t *v = g->__values;
  if (g->__kind == 0) {
    *result = v[0] = (int32_t)(((uint32_t)v[0] * 1103515245u + 12345u) & 0x7fffffff);
    return 0;
  }
  int degree = kinds[g->__kind].degree;
  uint32_t sum = (uint32_t)v[g->__front] + (uint32_t)v[g->__rear];
  v[g->__front] = (int32_t)sum;
  *result = (int32_t)(sum >> 1);
  if (++g->__front == degree) g->__front = 0;
  if (++g->__rear == degree) g->__rear = 0;
  return 0;
}

int srandom_r(unsigned seed, struct random_data *g) {
  if (!g || !g->__values || (unsigned)g->__kind >= KINDS) return fail();
  int degree = kinds[g->__kind].degree;
  int32_t word = seed ? (int32_t)seed : 1;
  g->__values[0] = word;
  if (g->__kind == 0) return 0;
  for (int i = 1; i < degree; i++) {
    /* 16807 * word modulo 2^31 - 1 as Schrage computes it, which defines negative words too. */
    word = 16807 * (word % 127773) - 2836 * (word / 127773);
    if (word < 0) word += 2147483647;
    g->__values[i] = word;
  }
  g->__front = kinds[g->__kind].separation;
  g->__rear = 0;
  for (int i = 0; i < 10 * degree; i++) {
    int32_t unused;
    random_r(g, &unused);
  }
  return 0;
}

int initstate_r(unsigned seed, char *restrict array, size_t bytes, struct random_data *restrict g) {
  if (!g || !array || bytes < kinds[0].bytes) return fail();
  if (g->__values) note_position(g);
  int kind = KINDS - 1;
  while (bytes < kinds[kind].bytes) kind--;
  g->__kind = kind;
  g->__values = (int32_t *)array + 1;
  g->__front = g->__rear = 0;
  srandom_r(seed, g);
  note_position(g);
  return 0;
}

int setstate_r(char *restrict array, struct random_data *restrict g) {
  if (!g || !array) return fail();
  int32_t word = *(int32_t *)array;
  int kind = word % KINDS;
  if (word < 0 || word / KINDS >= kinds[kind].degree) return fail();
  if (g->__values) note_position(g);
  g->__values = (int32_t *)array + 1;
  g->__kind = kind;
  g->__rear = word / KINDS;
  g->__front = (g->__rear + kinds[kind].separation) % kinds[kind].degree;
  return 0;
}

/* The generator of the functions without one, seeded with 1 on first use. */
static int32_t own_array[DEFAULT_DEGREE + 1];
static struct random_data own;
static int lock;

static struct random_data *enter(void) {
  __acquire(&lock);
  if (!own.__values) initstate_r(1, (char *)own_array, sizeof own_array, &own);
  return &own;
}

long random(void) {
  int32_t result;
  random_r(enter(), &result);
  __release(&lock);
  return result;
}

void srandom(unsigned seed) {
  srandom_r(seed, enter());
  __release(&lock);
}

char *initstate(unsigned seed, char *array, size_t bytes) {
  char *before = (char *)(enter()->__values - 1);
  int r = initstate_r(seed, array, bytes, &own);
  __release(&lock);
  return r < 0 ? 0 : before;
}

char *setstate(char *array) {
  char *before = (char *)(enter()->__values - 1);
  int r = setstate_r(array, &own);
  __release(&lock);
  return r < 0 ? 0 : before;
}
