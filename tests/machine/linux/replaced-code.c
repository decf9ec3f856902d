// Code is unmapped just when it has been called often enough to be translated, and other code comes to the same address: none of the old is ever run.
// expect:
// 0 wrong
#include <stdio.h>
#include <sys/mman.h>

enum { ROUNDS = 400, LENGTH = 120 };

typedef long Function(long);

/* Adds a number, after much other work, so that there is much to read. */
static void put(unsigned *code, unsigned number) {
  for (unsigned i = 0; i < LENGTH; i++)
    *code++ = 0x00028293 | i << 20;      /* addi t0, t0, i */
  *code++ = 0x00050513 | number << 20;   /* addi a0, a0, number */
  *code++ = 0x00008067;                  /* ret */
}

int main(void) {
  int wrong = 0;
  void *place = NULL;
  for (int round = 0; round < ROUNDS; round++) {
    int fixed = place ? MAP_FIXED : 0;
    place = mmap(place, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | fixed, -1, 0);
    if (place == MAP_FAILED)
      return 1;
    put(place, 1 + round);
    if (mprotect(place, 4096, PROT_READ | PROT_EXEC))
      return 2;
    __builtin___clear_cache(place, (char *)place + 4096);
    Function *volatile function = (Function *)place;
    long calls = 2000 + round % 37, sum = 0;
    for (long i = 0; i < calls; i++)
      sum = function(sum);
    wrong += sum != calls * (1 + round);
    munmap(place, 4096);
  }
  printf("%d wrong\n", wrong);
  return 0;
}
