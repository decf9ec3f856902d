// Conversions: the typed tree shows those you did not write
#include <stdio.h>

unsigned char wrap(int n) { return n * 2; }

int compare(int a, unsigned b) { return a < b; }

double mean(const short *values, int count) {
  long total = 0;
  for (int i = 0; i < count; i++) {
    total += values[i];
  }
  return (double)total / count;
}

int main(void) {
  short values[] = {3, 5, 10};
  printf("%d %d %.2f\n", wrap(200), compare(-1, 1), mean(values, 3));
  return 0;
}
