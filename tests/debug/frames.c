// Stacks through recursion, callbacks, large frames and realigned ones.
#include <stdlib.h>

static int depth;

static int compare(const void *a, const void *b) {
  int x = *(const int *) a, y = *(const int *) b;
  depth++;
  return (x > y) - (x < y);
}

__attribute__((noinline)) static long deep(int n) {
  char big[5000];
  big[n] = (char) n;
  if (n == 0) return big[0];
  return deep(n - 1) + big[n];
}

__attribute__((noinline)) static int aligned(int n) {
  _Alignas(64) int vector[16] = {1, 2, 3};
  return vector[n] + abs(n);
}

__attribute__((noinline)) int one_line(int a) { return a * 2; }

int main(void) {
  int numbers[] = {3, 1, 2};
  qsort(numbers, 3, sizeof *numbers, compare);
  int t = one_line(21);
  return (int) deep(3) + aligned(t - 41) + numbers[0] != 10;
}
