// options: -funroll-loops
// expect-output: 1050 998 15 16 12
// skip: interpreter
// With -funroll-loops, loops of up to sixteen rounds may grow; sums stay in registers behind it.
#include <stdio.h>

static double sums[16];

__attribute__((noinline)) static void add(const float *x, int n) {
  for (int i = 12; i < n; i++)
    for (int k = 0; k < 12; k++)
      sums[k] += (double)x[i] * x[i - k];
}

__attribute__((noinline)) static int find(const int *x, int wanted) {
  for (int i = 0; i < 16; i++)
    if (x[i] == wanted)
      return i;
  return 16;
}

__attribute__((noinline)) static int through(volatile int *x) {
  int rounds = 0;
  for (int i = 0; i < 12; i++) {
    *x += i;
    rounds++;
  }
  return rounds;
}

int main(void) {
  float x[20];
  for (int i = 0; i < 20; i++)
    x[i] = i % 5 + 1;
  add(x, 20);
  int y[16];
  for (int i = 0; i < 16; i++)
    y[i] = 100 - i;
  volatile int z = 0;
  int rounds = through(&z);
  double total = 0;
  for (int k = 0; k < 12; k++)
    total += sums[k];
  printf("%d %d %d %d %d\n", (int)(10 * sums[0]), (int)total, find(y, 85), find(y, 7), rounds);
}
