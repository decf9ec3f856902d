// skip: interpreter
// The drand48 and random families, to the bit; text of base 64; digits as ecvt and fcvt give them.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "check.h"

static void print_digits(double value, int digits) {
  int point = 0, negative = 0;
  char out[64];
  printf("%s", ecvt(value, digits, &point, &negative));
  printf(" %d %d, ", point, negative);
  printf("%s", fcvt(value, digits, &point, &negative));
  printf(" %d %d, ", point, negative);
  if (digits > 0) printf("%s", gcvt(value, digits, out));
  puts("");
}

static void print_base_64(long n) {
  char *text = l64a(n);
  printf("%s %ld\n", text, a64l(text));
}

int main(void) {
  unsigned short own[3] = {1, 2, 3}, parameters[7] = {9, 8, 7, 0xe66d, 0xdeec, 6, 13};
  printf("%.17g %ld %ld\n", drand48(), lrand48(), mrand48());
  printf("%.17g %ld %ld\n", erand48(own), nrand48(own), jrand48(own));
  unsigned short *old = seed48(own);
  printf("%u %u %u %ld\n", old[0], old[1], old[2], lrand48());
  lcong48(parameters);
  printf("%ld %ld\n", lrand48(), nrand48(own));
  srand48(-5);
  printf("%ld\n", mrand48());

  printf("%ld %ld\n", random(), random());
  static char kept[256];
  char *first = initstate(42, kept, 128);
  printf("%ld %ld\n", random(), random());
  char *same = setstate(first);
  CHECK(1, same == kept);
  printf("%ld\n", random());
  static const size_t sizes[] = {8, 31, 32, 64, 128, 200, 256};
  for (int i = 0; i < 7; i++) {
    char array[256], other[256];
    struct random_data g = {0};
    int r;
    CHECK(2, initstate_r(7, array, sizes[i], &g) == 0);
    printf("%zu:", sizes[i]);
    for (int j = 0; j < 3; j++) printf(" %d", (random_r(&g, &r), r));
    CHECK(3, initstate_r(8, other, sizes[6 - i], &g) == 0 && random_r(&g, &r) == 0);
    printf(" %d", r);
    CHECK(4, setstate_r(array, &g) == 0);
    random_r(&g, &r);
    printf(" %d", r);
    srandom_r(0xfedcba98, &g);
    printf(" %d\n", (random_r(&g, &r), r));
  }
  srandom(0);
  printf("%ld\n", random());

  static const double values[] = {0, 1, -1.5, 123.456, 0.000123, 9.5e20, -0.25, 99.99, 12345};
  for (int i = 0; i < 9; i++)
    for (int digits = 0; digits <= 15; digits += 5) print_digits(values[i], digits);
  print_digits(12345, -2);
  print_digits(__builtin_inf(), 3);
  print_base_64(0);
  print_base_64(123456789);
  print_base_64(-1);
  printf("%ld %ld\n", a64l("zzzzz1zz"), a64l("ab.~"));
  CHECK(6, rpmatch("yes") == 1 && rpmatch("No") == 0 && rpmatch("?") == -1);
  CHECK(7, arc4random_uniform(1) == 0 && arc4random_uniform(10) < 10);
  char bytes[2][16] = {0};
  arc4random_buf(bytes[0], 16);
  arc4random_buf(bytes[1], 16);
  CHECK(8, memcmp(bytes[0], bytes[1], 16) && (arc4random() != 0 || arc4random() != 0));
  char *end;
  CHECK(9, strtoq("-12x", &end, 10) == -12 && *end == 'x' && strtouq("0x1f", 0, 0) == 31);
  return 0;
}
