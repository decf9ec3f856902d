// Chains of comparisons of one value with constants, which may become switches, against the same on a volatile.
#include <limits.h>
#include <stdint.h>

#include "check.h"

#define CHAIN(name, type, expression)                                       \
  __attribute__((noinline)) static int name(type x) { return expression; }   \
  __attribute__((noinline)) static int name##_slow(type y) {                 \
    volatile type x = y;                                                     \
    return expression;                                                       \
  }

#define STATEMENTS(name, type, ...)                                          \
  __attribute__((noinline)) static int name(type x) { __VA_ARGS__ }          \
  __attribute__((noinline)) static int name##_slow(type y) {                 \
    volatile type x = y;                                                     \
    __VA_ARGS__                                                              \
  }

static int calls;

__attribute__((noinline)) static int called(int n) {
  calls += n;
  return calls & 0xff;
}

CHAIN(vowel, int, x == 'a' || x == 'e' || x == 'i' || x == 'o' || x == 'u')
CHAIN(no_vowel, int, !(x == 'a' || x == 'e' || x == 'i' || x == 'o' || x == 'u'))
CHAIN(space, int, x == ' ' || x == '\t' || x == '\n' || x == '\r' || x == '\f')
CHAIN(word, unsigned char,
      (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') || x == '_')
CHAIN(signed_char, signed char, x == -128 || x == -3 || x == 0 || x == 5 || x == 127 || (x >= 64 && x < 70))
CHAIN(plain_char, char, x == 0 || x == 1 || x == 127 || x == (char)128 || x == (char)255)
CHAIN(half, short, x == SHRT_MIN || x == SHRT_MAX || x == 1 || x == 3 || x == 5)
CHAIN(punctuation, int,
      x == 161 || x == 167 || x == 171 || (x >= 182 && x <= 183) || x == 187 || x == 191 || x == 894 ||
          x == 903 || (x >= 1370 && x <= 1375) || (x >= 1417 && x <= 1418) || x == 1470 || x == 1472 ||
          x == 1475 || x == 1478 || (x >= 1523 && x <= 1524) || (x >= 8208 && x <= 8231) || x == 65377)
CHAIN(edges, int, x == INT_MIN || x == INT_MIN + 1 || x == INT_MAX || x == INT_MAX - 2 || x == 0)
CHAIN(low_edge, int, x <= INT_MIN + 3 || x == INT_MIN + 5 || x == INT_MIN + 7 || x == INT_MIN + 9)
CHAIN(high_edge, int, x >= INT_MAX - 3 || x == INT_MAX - 5 || x == INT_MAX - 7 || x == INT_MAX - 9)
CHAIN(unsigned_edges, unsigned, x == 0 || x == 2 || x == 4 || x >= UINT_MAX - 3 || x == UINT_MAX - 6)
CHAIN(unsigned_middle, unsigned,
      x == 0x7fffffff || x == 0x80000000 || x == 0x80000002 || x == 0x7ffffffc || x == 0x80000006)
CHAIN(unsigned_less, unsigned, x < 5 ? 1 : x < 7 ? 2 : x == 9 ? 3 : x == 11 ? 1 : x == 13 ? 2 : 0)
CHAIN(wide, long, x == LONG_MIN || x == LONG_MAX || x == 1 || x == 3 || x == 6 || x == 1L << 40)
CHAIN(wide_unsigned, unsigned long,
      x == 0 || x == 3 || x == 6 || x == 9 || x == ULONG_MAX || x == ULONG_MAX - 2 || x == ULONG_MAX - 4)
CHAIN(beyond_int, long,
      x == 0x100000000 || x == 0x100000002 || x == 0x100000004 || x == 0x100000007 || x == 0x100000030)
CHAIN(full_word, long, x == 100 || x == 110 || x == 131 || x == 163)
CHAIN(past_word, long, x == 100 || x == 110 || x == 131 || x == 164)
CHAIN(many_ranges, int,
      (x >= 3 && x < 9) || (x >= 20 && x <= 29) || (x > 40 && x < 44) || (x >= 50 && x <= 51) || x == 60)
CHAIN(wide_range, int, x == 1 || x == 3 || x == 5 || (x >= 1000 && x <= 100000) || x == 7 || x == 9 || x == 11)
CHAIN(open_range, int, x == 1 || x == 3 || x == 5 || x == 7 || x > 1000)
CHAIN(open_first, int, x > 1000 || x == 1 || x == 3 || x == 5 || x == 7)
CHAIN(shadowed, int,
      x == 5 ? 1 : x == 7 ? 2 : x >= 4 && x <= 8 ? 3 : x == 7 ? 4 : x == 9 ? 5 : x < 12 && x > 8 ? 6 : x == 5 ? 7 : 0)
CHAIN(shadowed_below, int, x < 0 ? 9 : x == -1 ? 1 : x == 3 ? 2 : x == 5 ? 3 : x == 7 ? 4 : x == -5 ? 5 : 0)
CHAIN(covered, unsigned char, x < 50 ? 1 : x < 100 ? 2 : x < 101 ? 3 : x == 120 ? 4 : x == 122 ? 1 : x <= 255 ? 5 : 6)
CHAIN(masked, unsigned, (x & 7) == 1 || (x & 7) == 4 || (x & 7) == 7 || (x & 7) == 9)
CHAIN(all_of_masked, unsigned, (x & 3) == 0 ? 4 : (x & 3) == 1 ? 3 : (x & 3) == 2 ? 9 : (x & 3) == 3 ? 1 : 7)
CHAIN(moved, int, (unsigned)x - 10 < 4 || (unsigned)x - 20 < 4 || (unsigned)x - 30 <= 4 || x == 40)
CHAIN(wrapped, unsigned, x - 0xfffffff0u < 0x20 || x == 50 || x == 52 || x == 54)
CHAIN(with_zero, int, !x || x == 2 || x == 4 || x == 6 || x == 8)
CHAIN(three_ways, int, x == 1 ? 10 : x == 4 ? 20 : x == 9 ? 10 : x == 16 ? 20 : x == 25 ? 30 : x == 36 ? 10 : 0)
CHAIN(two_masks, int,
      x == 1 ? 10 : x == 4 ? 20 : x == 9 ? 10 : x == 16 ? 20 : x == 25 ? 10 : x == 36 ? 20 : 5)
CHAIN(negated, int, x != 3 && x != 6 && x != 9 && x != 12 && x != 40)
CHAIN(negative, int, x == -1 || x == -3 || x == -6 || x == -30 || x == -62)
CHAIN(around_zero, int, x == -20 || x == -10 || x == 0 || x == 10 || x == 20)

STATEMENTS(calls_between, int,
    if (x == 1) called(1);
    else if (x == 2) called(2);
    else if (x == 3) called(30);
    else if (x == 4) return called(400) + 1;
    else if (x == 5) called(1);
    else if (x == 6) called(7);
    else if (x == 9) return 77;
    return x;)

STATEMENTS(values_along, int,
    int a = 1;
    int b = x;
    if (x == 10) a = 2;
    else if (x == 12) a = 3, b = 9;
    else if (x == 14) b = 8;
    else if (x == 16) a = b;
    else if (x == 18) a = 2;
    else if (x == 20) a = 7;
    return a * 1000 + b % 100;)

STATEMENTS(side_entry, int,
    int n = 0;
    if (x > 100) goto middle;
    if (x == 1) return 1;
    if (x == 3) return 2;
  again:
    if (x == 5) return 3;
  middle:
    if (x == 7 || x == 107) return 4;
    if (x == 9 || x == 109) return 5;
    if (x == 11 || x == 111) return 6;
    n++;
    if (n < 2) goto again;
    return n + 10;)

STATEMENTS(nested_tree, int,
    if (x < 50) {
      if (x == 10) return 1;
      if (x == 12) return 2;
      if (x == 14) return 1;
      if (x == 16) return 2;
      if (x == 40) return 1;
    } else {
      if (x == 60) return 3;
      if (x == 62) return 1;
      if (x == 64) return 3;
      if (x == 66) return 1;
      if (x == 90) return 2;
    }
    return 0;)

STATEMENTS(constants_later, int,
    int r;
    if (x == 3) r = 1;
    else if (x == 6) r = 123456;
    else if (x == 9) r = 1;
    else if (x == 12) r = 123456;
    else if (x == 15) r = 1;
    else r = called(0) + 123456;
    return r + (x == 3 ? 123456 : 12);)

static const char *skip(const char *s) {
  while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' || *s == '\v' || *s == '\f') s++;
  return s;
}

static int words(const char *s) {
  int n = 0;
  for (;;) {
    while (*s && (*s == ' ' || *s == '\t' || *s == '\n' || *s == ',')) s++;
    if (*s == 0) return n;
    n++;
    while (*s != 0 && *s != ' ' && *s != '\t' && *s != '\n' && *s != ',') s++;
  }
}

static const long values[] = {
    LONG_MIN, LONG_MAX, INT_MIN, INT_MAX, UINT_MAX, SHRT_MIN, SHRT_MAX, 0x100000000, 1L << 40, 0x80000000,
    1000, 100000, 1370, 1375, 1417, 1470, 1523, 8208, 8231, 65377, 894, 903, 0xfffffff0};

#define SAME(name) CHECK(__COUNTER__ + 1, name(x) == name##_slow(x))

static int compare(long x) {
  SAME(vowel); SAME(no_vowel); SAME(space); SAME(word); SAME(signed_char); SAME(plain_char); SAME(half);
  SAME(punctuation); SAME(edges); SAME(low_edge); SAME(high_edge); SAME(unsigned_edges); SAME(unsigned_middle);
  SAME(unsigned_less); SAME(wide); SAME(wide_unsigned); SAME(beyond_int); SAME(full_word); SAME(past_word);
  SAME(many_ranges); SAME(wide_range); SAME(open_range); SAME(open_first); SAME(shadowed); SAME(shadowed_below);
  SAME(covered); SAME(masked); SAME(all_of_masked); SAME(moved); SAME(wrapped); SAME(with_zero); SAME(three_ways);
  SAME(two_masks); SAME(negated); SAME(negative); SAME(around_zero); SAME(values_along); SAME(side_entry);
  SAME(nested_tree);
  calls = 0;
  int fast = calls_between(x);
  int after = calls;
  calls = 0;
  CHECK(100, fast == calls_between_slow(x) && after == calls);
  SAME(constants_later);
  return 0;
}

int main(void) {
  for (long x = -300; x < 300; x++) {
    int failed = compare(x);
    if (failed) return failed;
  }
  for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
    for (unsigned long x = -70; x + 70 <= 140; x++) {
      int failed = compare((long)((unsigned long)values[i] + x));
      if (failed) return failed;
    }
  }
  CHECK(101, *skip(" \t\n\r\v\fx ") == 'x' && *skip("") == 0 && *skip("\x08") == 8 && *skip("\x0e") == 14);
  CHECK(102, words("") == 0 && words(" ,\t\n") == 0 && words("a b,c\n\nd\x80 e,") == 5);
  return 0;
}
