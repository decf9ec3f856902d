// Structures and unions with members of variable length (GNU).
#include "check.h"

#include <stdarg.h>
#include <stddef.h>

static size_t sizes(int n) {
  struct packed {
    char a[n];
    int b;
  } __attribute__((packed));
  struct natural {
    char a[n];
    int b;
    char c;
  };
  union either {
    int a;
    char b[n];
  };
  n = 1000;  // too late to matter
  if (offsetof(struct natural, b) != 8 || sizeof(union either) != 8) return 0;
  return sizeof(struct packed) * 100 + sizeof(struct natural);
}

static int members(int n) {
  struct s {
    short head;
    int first[n];
    unsigned low : 3, high : 7;
    struct { char x, y; } tail;
    long last[n];
  } s, array[3];
  struct s *p = &array[1];
  s.head = 1;
  for (int i = 0; i < n; i++) {
    s.first[i] = i;
    s.last[i] = 10 * i;
  }
  s.low = 5;
  s.high = 100;
  s.tail.x = 3;
  s.tail.y = 4;
  array[2] = *p = s;
  if (sizeof array != 3 * sizeof s) return -1;
  if ((char *)(p + 1) - (char *)p != (ptrdiff_t)sizeof(struct s)) return -2;
  int sum = 0;
  for (int i = 0; i < n; i++) sum += array[2].first[i] + (int)p->last[i];
  return sum + p->low + array[2].high + p->tail.x * p->tail.y + array[2].head;
}

static int pass(int n, ...) {
  struct v { char x[n]; } v;
  va_list list;
  va_start(list, n);
  v = va_arg(list, struct v);
  int sum = 0;
  for (int i = 0; i < n; i++) sum = sum * 10 + v.x[i];
  int next = va_arg(list, int);
  va_end(list);
  return sum + next;
}

static int values(int n) {
  struct v { char x[n]; } a, b, c;
  for (int i = 0; i < n; i++) a.x[i] = (char)(b.x[i] = (char)(i + 1));
  b.x[0] = 7;
  c = n > 2 ? b : a;
  if (c.x[0] != 7 || (a = c, a).x[n - 1] != n) return -1;
  a = ({ struct v *t = &b; *t = c; t->x[0]++; *t; });
  return pass(n, c, 1000) + a.x[0] + b.x[0];
}

static int grid(int n) {
  struct g { int rows; int cell[n][n + 1]; } g;
  for (int i = 0; i < n; i++)
    for (int k = 0; k <= n; k++) g.cell[i][k] = i * 10 + k;
  if (offsetof(struct g, cell[2][1]) != sizeof(int) * (1 + 2 * (n + 1) + 1)) return -1;
  return g.cell[n - 1][n] + (int)sizeof g.cell[0];
}

int main(void) {
  CHECK(1, sizes(5) == 900 + 16);
  CHECK(2, members(4) == 6 + 60 + 5 + 100 + 12 + 1);
  CHECK(3, values(3) == 723 + 1000 + 16);
  CHECK(4, grid(3) == 23 + 16);
  return 0;
}
