// Stores from every register of floating point into a frame that is larger than an offset reaches: ft11 has the number that t6,
// which makes the address, has among the integers.
#include "check.h"

#define FOR_32(M) \
  M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14) M(15) \
  M(16) M(17) M(18) M(19) M(20) M(21) M(22) M(23) M(24) M(25) M(26) M(27) M(28) M(29) M(30) M(31)
#define READ(n) real v##n = in[n];
#define WRITE(n) far[1000 + n] = v##n;

static double doubles(const volatile double *in) {
  typedef double real;
  volatile double far[1032];
  FOR_32(READ)
  FOR_32(WRITE)
  double sum = 0;
  for (int i = 0; i < 32; i++) {
    sum += far[1000 + i] * i;
  }
  return sum;
}

static float floats(const volatile float *in) {
  typedef float real;
  volatile float far[1032];
  FOR_32(READ)
  FOR_32(WRITE)
  float sum = 0;
  for (int i = 0; i < 32; i++) {
    sum += far[1000 + i] * i;
  }
  return sum;
}

int main(void) {
  double in[32];
  float in_f[32];
  double expected = 0;
  for (int i = 0; i < 32; i++) {
    in[i] = in_f[i] = 100 - 7 * i;
    expected += in[i] * i;
  }
  CHECK(1, doubles(in) == expected);
  CHECK(2, floats(in_f) == expected);
  return 0;
}
