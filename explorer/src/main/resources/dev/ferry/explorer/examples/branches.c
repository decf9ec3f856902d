// Branches: easy and hard ones for a predictor
#include <stdio.h>

static unsigned seed = 1;

static unsigned next(void) {
  seed = seed * 1103515245u + 12345u;
  return seed >> 16;
}

int main(void) {
  int regular = 0;
  int random = 0;
  for (int i = 0; i < 200; i++) {
    if (i % 4 == 0) {
      regular++;
    }
    if (next() & 1) {
      random++;
    }
  }
  printf("%d %d\n", regular, random);
  return 0;
}
