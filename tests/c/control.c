// Loops, switch with fall-through and ranges, goto, conditional and comma operators.
// skip: rv32
#include "check.h"

static int classify(int x) {
  switch (x) {
    case 0:
      return 10;
    case 1:
    case 2:
      x += 100;
    case 3:
      return x;
    case 10 ... 19:
      return 20;
    case 1000 ... 2000000:
      return 30;
    case -5:
      break;
    default:
      return -1;
  }
  return 50;
}

static int wide(unsigned long x) {
  switch (x) {
    case 0x8000000000000000ul:
      return 1;
    case 0x100000000ul:
      return 2;
    case 0xfffffffffffffffful:
      return 3;
  }
  return 0;
}

static int duff(int n) {
  int count = 0;
  int rounds = (n + 3) / 4;
  switch (n % 4) {
    case 0:
      do {
        count++;
        case 3:
          count++;
        case 2:
          count++;
        case 1:
          count++;
      } while (--rounds > 0);
  }
  return count;
}

static int primes(int n) {
  int count = 0;
  for (int i = 2; i < n; i++) {
    int j = 2;
    for (; j * j <= i; j++) {
      if (i % j == 0) goto next;
    }
    count++;
  next:;
  }
  return count;
}

static int collatz(unsigned n) {
  int steps = 0;
  while (n != 1) {
    n = n % 2 ? 3 * n + 1 : n / 2;
    steps++;
  }
  return steps;
}

static int sideEffects;
static int touch(int result) {
  sideEffects++;
  return result;
}

// A loop whose last block goes back on two edges with different constants.
static int flag;
static int two_edges(int n) {
  int next = n, last = 0;
  while (last != next && next) {
    last = next;
    if (flag != 0)
      next = 0;
    else
      next = 1;
  }
  return last;
}

int main(void) {
  CHECK(1, classify(0) == 10 && classify(1) == 101 && classify(2) == 102 && classify(3) == 3);
  CHECK(2, classify(10) == 20 && classify(19) == 20 && classify(20) == -1);
  CHECK(3, classify(1000) == 30 && classify(2000000) == 30 && classify(999) == -1);
  CHECK(4, classify(-5) == 50 && classify(2000001) == -1);
  CHECK(5, wide(1ul << 63) == 1 && wide(1ul << 32) == 2 && wide(-1ul) == 3 && wide(0) == 0);
  CHECK(6, duff(1) == 1 && duff(7) == 7 && duff(8) == 8 && duff(13) == 13);
  CHECK(7, primes(100) == 25);
  CHECK(8, collatz(27) == 111);
  CHECK(9, (touch(0) && touch(1)) == 0 && sideEffects == 1);
  CHECK(10, (touch(1) || touch(1)) == 1 && sideEffects == 2);
  CHECK(11, (touch(1) && !touch(0) && (touch(0) || touch(2))) == 1 && sideEffects == 6);
  int i = 0, sum = 0;
  do {
    if (i == 3) continue;
    if (i == 8) break;
    sum += i;
  } while (i++, i < 100);
  CHECK(12, sum == 0 + 1 + 2 + 4 + 5 + 6 + 7);
  for (i = 0, sum = 0; i < 10; i += 2, sum++) {
  }
  CHECK(13, i == 10 && sum == 5);
  int x = 5;
  CHECK(14, (x > 3 ? x < 4 ? 1 : 2 : 3) == 2);
  CHECK(15, (x ?: 9) == 5 && ((x - 5) ?: 9) == 9);
  CHECK(16, (x++, x * 2) == 12);
  for (;;) {
    for (;;) {
      goto out;
    }
  }
out:
  if (0) {
  never:
    return 99;
  }
  if (x == 0) goto never;
  if (x) {
    while (0) return 98;
  } else
    return 97;
  CHECK(90, two_edges(1111) == 1 && two_edges(0) == 0);
  flag = 1;
  CHECK(91, two_edges(1111) == 1111);
  return 0;
}
