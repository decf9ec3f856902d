// Variable length arrays, alloca, goto out of their scopes.
#include "check.h"
#include <stdint.h>
#include <string.h>

static int total(int n, int m, int a[n][m]) {
  int s = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < m; j++) s += a[i][j];
  return s;
}
static int fill(int n) {
  int a[n], b[n][n + 1];
  for (int i = 0; i < n; i++) {
    a[i] = i;
    for (int j = 0; j <= n; j++) b[i][j] = i * j;
  }
  if (sizeof a != n * sizeof(int) || sizeof b != n * (n + 1) * sizeof(int)) return -1;
  int(*row)[n + 1] = b;
  row++;
  if (row - b != 1 || (*row)[2] != 2) return -2;
  return a[n - 1] + total(n, n + 1, b);
}
static uintptr_t top(int n) {
  char c[n];
  c[0] = 1;
  return (uintptr_t)c + c[0];
}
static int loops(void) {
  uintptr_t low = UINTPTR_MAX, high = 0;
  for (int i = 0; i < 10000; i++) {
    char buffer[1000 + i % 7];
    buffer[i % 1000] = (char)i;
    uintptr_t at = (uintptr_t)buffer;
    if (at < low) low = at;
    if (at > high) high = at;
    if (i % 3 == 0) continue;
    if (buffer[i % 1000] == 77 && i > 9000) break;
  }
  return high - low < 4096;
}
static int jumps(int n) {
  int count = 0;
again:;
  {
    int a[n];
    memset(a, 0, sizeof a);
    count += a[n - 1] + 1;
    if (count < 10000) goto again;
  }
  return count;
}
static char *join(const char *a, const char *b) {
  char *p = __builtin_alloca(strlen(a) + strlen(b) + 1);
  strcpy(p, a);
  strcat(p, b);
  static char keep[32];
  return strcpy(keep, p);
}

int main(void) {
  CHECK(1, fill(3) == 2 + (0 + 1 + 2) * (0 + 1 + 2 + 3));
  CHECK(2, fill(10) == 9 + 45 * 55);
  CHECK(3, top(100) != 0 && loops());
  CHECK(4, jumps(1000) == 10000);
  CHECK(5, !strcmp(join("abc", "def"), "abcdef"));
  int n = 5;
  typedef int row[n];
  n = 100;
  row r;
  CHECK(6, sizeof r == 20 && sizeof(row) == 20);
  int i = 0;
  CHECK(7, sizeof(int[++i]) == 4 && i == 1);
  return 0;
}
