// skip: interpreter, musl
// std: gnu2x
// gcc: no
// C23's <stdbit.h>: macros and functions against their definition, bit by bit.
#include <stdbit.h>
#include "check.h"

static int bit(unsigned long long x, int i) { return x >> i & 1; }

/* The number of places from `from` on, in steps, that hold `value`. */
static unsigned run(unsigned long long x, int from, int step, int width, int value) {
  unsigned n = 0;
  for (int i = from; i >= 0 && i < width && bit(x, i) == value; i += step) n++;
  return n;
}

#define TRY(SUFFIX, TYPE)                                                                                  \
  static int try_##SUFFIX(TYPE x) {                                                                        \
    int w = (int)sizeof x * 8;                                                                             \
    unsigned ones = 0, lz = run(x, w - 1, -1, w, 0), lo = run(x, w - 1, -1, w, 1);                         \
    unsigned tz = run(x, 0, 1, w, 0), to = run(x, 0, 1, w, 1);                                             \
    for (int i = 0; i < w; i++) ones += bit(x, i);                                                         \
    CHECK(1, stdc_leading_zeros(x) == lz && stdc_leading_zeros_##SUFFIX(x) == lz);                         \
    CHECK(2, stdc_leading_ones(x) == lo && stdc_leading_ones_##SUFFIX(x) == lo);                           \
    CHECK(3, stdc_trailing_zeros(x) == tz && stdc_trailing_zeros_##SUFFIX(x) == tz);                       \
    CHECK(4, stdc_trailing_ones(x) == to && stdc_trailing_ones_##SUFFIX(x) == to);                         \
    CHECK(5, stdc_first_leading_zero(x) == (lo == w ? 0 : lo + 1));                                        \
    CHECK(6, stdc_first_leading_one_##SUFFIX(x) == (lz == w ? 0 : lz + 1));                                \
    CHECK(7, stdc_first_trailing_zero_##SUFFIX(x) == (to == w ? 0 : to + 1));                              \
    CHECK(8, stdc_first_trailing_one(x) == (tz == w ? 0 : tz + 1));                                        \
    CHECK(9, stdc_count_ones(x) == ones && stdc_count_zeros_##SUFFIX(x) == w - ones);                      \
    CHECK(10, stdc_has_single_bit(x) == (ones == 1) && stdc_has_single_bit_##SUFFIX(x) == (ones == 1));    \
    CHECK(11, stdc_bit_width(x) == w - lz && stdc_bit_width_##SUFFIX(x) == w - lz);                        \
    CHECK(12, stdc_bit_floor(x) == (TYPE)(x ? 1ull << (w - lz - 1) : 0));                                  \
    TYPE ceiling = (TYPE)(ones == 0 ? 1 : ones == 1 ? x : lz ? 1ull << (w - lz) : 0);                      \
    CHECK(13, stdc_bit_ceil(x) == ceiling && stdc_bit_ceil_##SUFFIX(x) == ceiling);                        \
    CHECK(14, sizeof stdc_bit_floor(x) == sizeof x && sizeof stdc_count_ones(x) == sizeof(unsigned));      \
    return 0;                                                                                              \
  }
TRY(uc, unsigned char)
TRY(us, unsigned short)
TRY(ui, unsigned)
TRY(ul, unsigned long)
TRY(ull, unsigned long long)

int main(void) {
  static const unsigned long long values[] = {0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x1234, 0x7fff, 0x8000, 0xffff,
                                              0x7fffffff, 0x80000000, 0xffffffff, 0xf0f0f0f0f0f0f0f0,
                                              0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff};
  for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
    unsigned long long x = values[i];
    int failed = try_uc((unsigned char)x);
    if (!failed) failed = try_us((unsigned short)x);
    if (!failed) failed = try_ui((unsigned)x);
    if (!failed) failed = try_ul((unsigned long)x);
    if (!failed) failed = try_ull(x);
    CHECK(failed, !failed);
  }
  return __STDC_ENDIAN_NATIVE__ != __STDC_ENDIAN_LITTLE__ || __STDC_VERSION_STDBIT_H__ != 202311L;
}
