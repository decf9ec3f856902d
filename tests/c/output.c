// Formatted output of everything printf knows.
#include <stdio.h>

int main(void) {
  printf("%d %i %u %x %X %o %c %s %%\n", -5, 42, 4000000000u, 0xbeef, 0xBEEF, 8, 'c', "str");
  printf("%5d|%-5d|%05d|%+d|% d|%#x|%#o\n", 42, 42, 42, 42, 42, 255, 8);
  printf("%hhd %hd %ld %lld %zu\n", (char)200, (short)70000, 1L << 40, -1LL << 40, sizeof(int));
  printf("%f %.2f %e %g %g %G\n", 3.14159, 2.005, 12345.678, 0.0001, 1e10, 1e-10);
  printf("%10.3f|%-10.3f|%+.1e|%a\n", 3.14159, 3.14159, 1234.5, 1.5);
  printf("%.3s|%10s|%-10s|\n", "abcdef", "right", "left");
  printf("%*d %.*f\n", 6, 7, 3, 2.5);
  printf("%Lf %.10Lg\n", 1.5L, 1.0L / 3);
  for (int i = 0; i < 3; i++) printf("%d%s", i, i < 2 ? ", " : "\n");
  puts("done");
  return 0;
}
