// Recursion, mutual recursion, deep calls, many arguments of every class.
#include "check.h"

static int ackermann(int m, int n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
static int odd(int n);
static int even(int n) { return n == 0 ? 1 : odd(n - 1); }
static int odd(int n) { return n == 0 ? 0 : even(n - 1); }
static long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static int hanoi(int n, int from, int to, int by) {
  return n == 0 ? 0 : hanoi(n - 1, from, by, to) + 1 + hanoi(n - 1, by, to, from);
}
static double mixed(char a, float b, short c, double d, long e, float f, int g, double h, unsigned char i, float j,
                    long long k, double l, int m, float n, double o, float p, float q, int r, int s) {
  return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r * s;
}
static int queens(int row, unsigned cols, unsigned left, unsigned right) {
  if (row == 8) return 1;
  int count = 0;
  for (unsigned free = ~(cols | left | right) & 0xff; free; free &= free - 1) {
    unsigned bit = free & -free;
    count += queens(row + 1, cols | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return count;
}

int main(void) {
  CHECK(1, ackermann(2, 3) == 9);
  CHECK(2, even(100) && !odd(100));
  CHECK(3, fib(15) == 610);
  CHECK(4, hanoi(8, 1, 2, 3) == 255);
  CHECK(5, mixed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19) == 153 + 342);
  CHECK(6, queens(0, 0, 0, 0) == 92);
  return 0;
}
