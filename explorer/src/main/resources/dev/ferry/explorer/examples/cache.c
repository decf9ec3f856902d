// Rows or columns: the same sum, other cache misses
#include <stdio.h>

#define N 48

static int table[N][N];

int by_rows(void) {
  int total = 0;
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      total += table[i][j];
    }
  }
  return total;
}

int by_columns(void) {
  int total = 0;
  for (int j = 0; j < N; j++) {
    for (int i = 0; i < N; i++) {
      total += table[i][j];
    }
  }
  return total;
}

int main(void) {
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      table[i][j] = i ^ j;
    }
  }
  printf("%d %d\n", by_rows(), by_columns());
  return 0;
}
