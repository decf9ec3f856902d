/* Bits of unsigned numbers (C23 7.18). */
#ifndef _STDBIT_H
#define _STDBIT_H
#define __need_size_t
#include <stddef.h>
#include <stdint.h>
#define __STDC_VERSION_STDBIT_H__ 202311L
#define __STDC_ENDIAN_LITTLE__ 1234
#define __STDC_ENDIAN_BIG__ 4321
#define __STDC_ENDIAN_NATIVE__ __STDC_ENDIAN_LITTLE__
/* Of a number of 64 bits; the type-generic macros know how many of them their argument has. */
static __inline unsigned __stdc_leading(unsigned long long x) {
  return x ? (unsigned)__builtin_clzll(x) : 64;
}
static __inline unsigned __stdc_trailing(unsigned long long x, unsigned width) {
  return x ? (unsigned)__builtin_ctzll(x) : width;
}
static __inline unsigned __stdc_first(unsigned place, unsigned width) {
  return place == width ? 0 : place + 1;
}
static __inline unsigned long long __stdc_floor(unsigned long long x) {
  return x ? 1ull << (63 - __builtin_clzll(x)) : 0;
}
static __inline unsigned long long __stdc_ceil(unsigned long long x) {
  return x <= 1 ? 1 : 2ull << (63 - __builtin_clzll(x - 1));
}
#define __stdc_width(x) ((unsigned)sizeof(x) * 8)
#define __stdc_not(x) ((__typeof__(x))~(x))
#define stdc_leading_zeros(x) (__stdc_leading(x) - (64 - __stdc_width(x)))
#define stdc_leading_ones(x) stdc_leading_zeros(__stdc_not(x))
#define stdc_trailing_zeros(x) __stdc_trailing(x, __stdc_width(x))
#define stdc_trailing_ones(x) stdc_trailing_zeros(__stdc_not(x))
#define stdc_first_leading_zero(x) __stdc_first(stdc_leading_ones(x), __stdc_width(x))
#define stdc_first_leading_one(x) __stdc_first(stdc_leading_zeros(x), __stdc_width(x))
#define stdc_first_trailing_zero(x) __stdc_first(stdc_trailing_ones(x), __stdc_width(x))
#define stdc_first_trailing_one(x) __stdc_first(stdc_trailing_zeros(x), __stdc_width(x))
#define stdc_count_zeros(x) ((unsigned)__builtin_popcountll(__stdc_not(x)))
#define stdc_count_ones(x) ((unsigned)__builtin_popcountll(x))
#define stdc_has_single_bit(x) ((_Bool)(__builtin_popcountll(x) == 1))
#define stdc_bit_width(x) (64 - __stdc_leading(x))
#define stdc_bit_floor(x) ((__typeof__(x))__stdc_floor(x))
#define stdc_bit_ceil(x) ((__typeof__(x))__stdc_ceil(x))
/* The functions of each type. */
#define __STDC_BITS(SUFFIX, TYPE)                \
  unsigned stdc_leading_zeros_##SUFFIX(TYPE);    \
  unsigned stdc_leading_ones_##SUFFIX(TYPE);     \
  unsigned stdc_trailing_zeros_##SUFFIX(TYPE);   \
  unsigned stdc_trailing_ones_##SUFFIX(TYPE);    \
  unsigned stdc_first_leading_zero_##SUFFIX(TYPE);\
  unsigned stdc_first_leading_one_##SUFFIX(TYPE);\
  unsigned stdc_first_trailing_zero_##SUFFIX(TYPE);\
  unsigned stdc_first_trailing_one_##SUFFIX(TYPE);\
  unsigned stdc_count_zeros_##SUFFIX(TYPE);      \
  unsigned stdc_count_ones_##SUFFIX(TYPE);       \
  unsigned stdc_bit_width_##SUFFIX(TYPE);        \
  _Bool stdc_has_single_bit_##SUFFIX(TYPE);      \
  TYPE stdc_bit_floor_##SUFFIX(TYPE);            \
  TYPE stdc_bit_ceil_##SUFFIX(TYPE);
__STDC_BITS(uc, unsigned char)
__STDC_BITS(us, unsigned short)
__STDC_BITS(ui, unsigned)
__STDC_BITS(ul, unsigned long)
__STDC_BITS(ull, unsigned long long)
#undef __STDC_BITS
#endif
