/* Bits of unsigned numbers (C23 7.18): the functions of each type, from the macros for every type. */
#include <stdbit.h>

#define FUNCTION(RESULT, NAME, SUFFIX, TYPE) \
  RESULT stdc_##NAME##_##SUFFIX(TYPE x) { \
    return stdc_##NAME(x); \
  }
#define FUNCTIONS(SUFFIX, TYPE) \
  FUNCTION(unsigned, leading_zeros, SUFFIX, TYPE) \
  FUNCTION(unsigned, leading_ones, SUFFIX, TYPE) \
  FUNCTION(unsigned, trailing_zeros, SUFFIX, TYPE) \
  FUNCTION(unsigned, trailing_ones, SUFFIX, TYPE) \
  FUNCTION(unsigned, first_leading_zero, SUFFIX, TYPE) \
  FUNCTION(unsigned, first_leading_one, SUFFIX, TYPE) \
  FUNCTION(unsigned, first_trailing_zero, SUFFIX, TYPE) \
  FUNCTION(unsigned, first_trailing_one, SUFFIX, TYPE) \
  FUNCTION(unsigned, count_zeros, SUFFIX, TYPE) \
  FUNCTION(unsigned, count_ones, SUFFIX, TYPE) \
  FUNCTION(unsigned, bit_width, SUFFIX, TYPE) \
  FUNCTION(_Bool, has_single_bit, SUFFIX, TYPE) \
  FUNCTION(TYPE, bit_floor, SUFFIX, TYPE) \
  FUNCTION(TYPE, bit_ceil, SUFFIX, TYPE)

FUNCTIONS(uc, unsigned char)
FUNCTIONS(us, unsigned short)
FUNCTIONS(ui, unsigned)
FUNCTIONS(ul, unsigned long)
FUNCTIONS(ull, unsigned long long)
