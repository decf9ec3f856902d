// Arguments on the stack that lie beyond 2047 bytes of the stack pointer, though the frame itself does not reach
// that far, and though the frame pointer is near.
#include "check.h"

#define LONGS(x) x(0) x(1) x(2) x(3) x(4) x(5) x(6) x(7) x(8) x(9)
#define PARAMETERS(n) , long a##n, long b##n, long c##n, long d##n, long e##n, long f##n
#define SUM(n) +a##n - b##n + c##n * 2 - d##n * 3 + e##n + f##n
#define ARGUMENTS(n) , n, n + 1, n + 2, n + 3, n + 4, n + 5

static void fill(char *p, int n) {
  for (int i = 0; i < n; i++) {
    p[i] = i;
  }
}

__attribute__((noinline)) long near(int first LONGS(PARAMETERS)) {
  char bytes[1500];
  fill(bytes, sizeof bytes);
  return first + bytes[1000] LONGS(SUM);
}

__attribute__((noinline)) long dynamic(int first LONGS(PARAMETERS)) {
  char bytes[first];
  fill(bytes, sizeof bytes);
  return first + bytes[1000] LONGS(SUM);
}

int main(void) {
  volatile int first = 1200;
  long sum = 1200 + (char)1000;
  for (int i = 0; i < 10; i++) {
    sum += i - (i + 1) + (i + 2) * 2 - (i + 3) * 3 + (i + 4) + (i + 5);
  }
  CHECK(1, near(first LONGS(ARGUMENTS)) == sum);
  CHECK(2, dynamic(first LONGS(ARGUMENTS)) == sum);
  return 0;
}
