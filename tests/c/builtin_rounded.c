// skip: interpreter
// expect-output: 3 2 -3 2 -2 5000000000 4 2
// expect-output: 63 3 4 2 0 63
// Builtins that gcc expands by library functions: rounding to integers, and bits of intmax_t.
#include <stdint.h>
#include <stdio.h>

__attribute__((noinline)) static double value(double x) { return x; }

int main(void) {
  printf("%d %ld %lld %d %ld %lld %d %ld\n", __builtin_iceil(value(2.25)),
         __builtin_lfloor(value(2.75)), __builtin_llfloor(value(-2.5)),
         __builtin_irint(value(2.5)), __builtin_lceill((long double)value(-2.5)),
         __builtin_llceil(value(4999999999.5)), __builtin_iroundf((float)value(3.5)),
         __builtin_lfloorf(2.5f));
  volatile uintmax_t one = 1, eight = 8, fifteen = 15;
  printf("%d %d %d %d %d %d\n", __builtin_clzimax(one), __builtin_ctzimax(eight),
         __builtin_ffsimax(eight), __builtin_popcountimax(fifteen & ~6u),
         __builtin_parityimax(fifteen), __builtin_clrsbimax(-(intmax_t)one));
}
