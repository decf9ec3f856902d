// Pointers: arithmetic, differences, comparison, arrays of arrays, function pointers, strings.
#include "check.h"
#include <stddef.h>

struct odd {
  char c[3];
};
struct twelve {
  int a, b, c;
};

static int grid[4][5];
static int apply(int (*f)(int, int), int a, int b) { return f(a, b); }
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int (*const table[])(int, int) = {add, sub, &add};
static int (*choose(int i))(int, int) { return table[i]; }
static size_t length(const char *s) {
  const char *p = s;
  while (*p) p++;
  return p - s;
}
static void swap(int *a, int *b) {
  int t = *a;
  *a = *b;
  *b = t;
}
int *null;

int main(void) {
  int a[10];
  for (int i = 0; i < 10; i++) a[i] = i * i;
  int *p = a, *q = &a[7];
  CHECK(1, q - p == 7 && *(p + 3) == 9 && p[7] == *q && 3 [a] == 9);
  CHECK(2, p < q && q >= p && p != q && p == &a[0]);
  CHECK(3, *p++ == 0 && *p == 1 && *++p == 4 && --*p == 3 && a[2] == 3);
  p += 2;
  CHECK(4, p == a + 4);
  p -= 3;
  CHECK(5, p == a + 1 && p[-1] == 0);
  struct odd o[10];
  struct twelve t[10];
  struct odd *o1 = o + 2, *o2 = o + 9;
  struct twelve *t1 = &t[9], *t2 = &t[2];
  CHECK(6, o2 - o1 == 7 && t1 - t2 == 7 && t2 - t1 == -7);
  CHECK(7, (char *)t1 - (char *)t2 == 84);
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 5; j++) grid[i][j] = 10 * i + j;
  int(*row)[5] = grid;
  CHECK(8, row[2][3] == 23 && *(*(row + 1) + 4) == 14 && (*++row)[0] == 10);
  CHECK(9, &grid[3] - &grid[1] == 2 && sizeof grid == 80 && sizeof grid[0] == 20);
  CHECK(10, apply(add, 2, 3) == 5 && apply(*sub, 2, 3) == -1 && (***table[0])(1, 1) == 2);
  CHECK(11, choose(1)(10, 4) == 6);
  CHECK(12, length("hello") == 5 && sizeof "hello" == 6 && "hello"[1] == 'e');
  swap(&a[0], &a[9]);
  CHECK(13, a[0] == 81 && a[9] == 0);
  CHECK(14, null == 0 && !null && (null ? 0 : 1));
  void *v = a;
  CHECK(15, *(int *)v == 81 && (char *)v + 4 == (char *)&a[1]);
  const char *words[] = {"zero", "one", "two", 0};
  int n = 0;
  for (const char **w = words; *w; w++) n += length(*w);
  CHECK(16, n == 10);
  long i = -1;
  CHECK(17, (a + 1)[i] == 81 && &q[-7] == a);
  unsigned u = 3;
  CHECK(18, a[u] == 9 && a[u - 1] == 3);
  char **pp, *s = "abc";
  pp = &s;
  CHECK(19, **pp == 'a' && *++*pp == 'b' && *s == 'b');
  CHECK(20, offsetof(struct twelve, c) == 8);
  return 0;
}
