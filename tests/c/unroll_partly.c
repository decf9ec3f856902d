// options: -funroll-loops
// expect-output: 1421764043
// skip: interpreter
// Loops of all kinds of tests, of 0 to 39 rounds, do up to eight with one test.
#include <stdio.h>
#define N __attribute__((noinline)) static

struct s {
  int a, b, c;
};

N int sum(const int *x, int n) {
  int s = 0;
  for (int i = 0; i < n; i++)
    s += x[i];
  return s;
}

N long dot(const short *x, const int *y, unsigned n) {
  long s = 0;
  for (unsigned i = 0; i < n; i++)
    s += x[i] * y[i];
  return s;
}

N int find(const char *x, int n, int c) {
  int i;
  for (i = 0; i < n; i++)
    if (x[i] == c)
      break;
  return i;
}

N double fsum(const double *x, int from, int to) {
  double s = 0;
  for (int i = from; i < to; i += 3)
    s += x[i];
  return s;
}

N int down(const int *x, int n) {
  int s = 0;
  for (int i = n - 1; i >= 0; i--)
    s = s * 3 + x[i];
  return s;
}

N int st(const struct s *x, const struct s *e) {
  int s = 0;
  for (; x != e; x++)
    s += x->b ^ x->c;
  return s;
}

N unsigned last(unsigned *x, unsigned n) {
  unsigned i, l = 7;
  for (i = 0; i != n; i += 1) {
    l = x[i] + i;
    if (l == 99)
      return i;
  }
  return l + i;
}

N void copyback(int *x, int n) {
  for (int i = 1; i < n; i++)
    x[i] += x[i - 1];
}

N int wh(unsigned n) {
  int c = 0;
  while (n) {
    c += n & 1;
    n--;
  }
  return c;
}

N unsigned char bytes(unsigned char n, unsigned char s) {
  unsigned char t = 0;
  for (unsigned char i = s; i != n; i++)
    t += i;
  return t;
}

N int le(const int *x, int n) {
  int s = 0;
  for (int i = 0; i <= n; i++)
    s += x[i] * i;
  return s;
}

N int two(const int *x, int n, int m) {
  int s = 0;
  for (int j = 0; j < m; j++)
    for (int i = j; i < n; i++) {
      if (x[i] & 1)
        s += i;
      else
        s ^= j;
    }
  return s;
}

static char line[400];
static unsigned hash = 5381;
#define PRINT(...) (snprintf(line, sizeof line, __VA_ARGS__), add(line))

static void add(const char *text) {
  while (*text)
    hash = hash * 33 + (unsigned char)*text++;
}

int main(void) {
  int x[100];
  short h[100];
  double d[100];
  char t[100];
  struct s z[40];
  unsigned u[100];
  for (int n = 0; n < 40; n++) {
    for (int i = 0; i < 100; i++) {
      x[i] = i * 7 - 13 * n;
      h[i] = i * n - 5;
      d[i] = i / 4.0 + n;
      t[i] = 'a' + i % 26;
      u[i] = i * 3 + n;
    }
    for (int i = 0; i < 40; i++)
      z[i] = (struct s){i, i * n, i ^ n};
    PRINT("%d %ld %d %d %.2f %d ", sum(x, n), dot(h, x, n), find(t, n, 'q'), find(t, n, '!'),
          fsum(d, n / 3, n), down(x, n));
    PRINT("%d %u", st(z, z + n), last(u, n));
    copyback(x, n);
    PRINT(" %d %d %d %d %d %d\n", x[n], x[n ? n - 1 : 0], wh(n), bytes(n, 250), le(x, n),
          two(x, n, 5));
  }
  PRINT("%d %d %g\n", sum(x, -5), down(x, 0), fsum(d, 10, 5));
  printf("%u\n", hash);
  return 0;
}
