// Unsigned counters that are widened: up, down, from and to the ends of their range, used behind the loop, left early.
#include "check.h"

#define FAR __attribute__((noipa)) static
enum { N = 40 };
static unsigned data[N];

FAR unsigned up(unsigned *p, unsigned n) { unsigned s = 0; for (unsigned i = 0; i < n; i++) s = s * 3 + p[i]; return s; }
FAR unsigned up_from(unsigned *p, unsigned k, unsigned n) { unsigned s = 0; for (unsigned i = k; i < n; i++) s = s * 3 + p[i] * i; return s; }
FAR unsigned up_to(unsigned *p, unsigned k, unsigned n) { unsigned s = 0; for (unsigned i = k; i <= n; i++) s = s * 3 + p[i]; return s; }
FAR unsigned unequal(unsigned *p, unsigned n) { unsigned s = 0; for (unsigned i = 0; i != n; i++) s = s * 3 + p[i]; return s; }
FAR unsigned down(unsigned *p, unsigned n) { unsigned s = 0; for (unsigned i = n; i-- > 0;) s = s * 3 + p[i]; return s; }
FAR unsigned down_first(unsigned *p, unsigned n) { unsigned s = 0; while (n) s = s * 3 + p[--n]; return s; }
FAR unsigned down_at_least_once(unsigned *p, unsigned n) { unsigned s = 0; do s = s * 3 + p[--n & 31]; while (n); return s; }
FAR int find(const unsigned *p, unsigned n, unsigned what) { for (unsigned i = 0; i < n; i++) if (p[i] == what) return (int)i; return -1; }
FAR unsigned behind(unsigned *p, unsigned n) { unsigned i; for (i = 0; i < n; i++) if (p[i] > 1000) break; return i; }
FAR unsigned known(unsigned *p) { unsigned s = 0; for (unsigned i = 3; i < 30; i++) s = s * 3 + p[i]; return s; }

/* These wrap: 0xfffffffe, 0xffffffff, 0, 1. Addresses are taken of 64-bit sums of the 32-bit counter. */
FAR unsigned long wraps_up(unsigned from, unsigned to) {
  unsigned long s = 0;
  unsigned i = from;
  do {
    s = s * 3 + (unsigned long)i;
    i++;
  } while (i != to);
  return s;
}
FAR unsigned long wraps_below(unsigned from, unsigned to) {
  unsigned long s = 0;
  unsigned i = from;
  do {
    s = s * 3 + (unsigned long)i;
    i++;
  } while (i < to);
  return s;
}
FAR unsigned long wraps_down(unsigned from, unsigned to) {
  unsigned long s = 0;
  for (unsigned i = from; i != to; i--) s = s * 3 + (unsigned long)i;
  return s;
}
FAR unsigned long falls_past_zero(unsigned n) {
  unsigned long s = 0;
  unsigned i = n;
  do {
    i--;
    s = s * 3 + (unsigned long)i;
  } while (i != 0xfffffffdu);
  return s;
}
FAR unsigned long next_is_used(unsigned n) {
  unsigned long s = 0;
  for (unsigned i = n; i-- > 0;) s = s * 3 + (unsigned long)(i - 1);
  return s;
}
FAR unsigned long next_after_test(unsigned n) {
  unsigned long s = 0;
  unsigned i = n;
  for (;;) {
    unsigned j = i + 1;
    s = s * 3 + (unsigned long)j;
    if (!(i < 0xffffffffu)) return s;
    i = j;
  }
}

int main(void) {
  for (unsigned i = 0; i < N; i++) data[i] = i * i * 7 + 3;
  CHECK(1, up(data, 0) == 0);
  CHECK(2, up(data, 5) == 81 * 3 + 27 * 10 + 9 * 31 + 3 * 66 + 115);
  CHECK(3, up_from(data, 3, 5) == 3 * (66 * 3) + 115 * 4);
  CHECK(4, up_from(data, 5, 5) == 0 && up_from(data, 6, 5) == 0);
  CHECK(5, up_to(data, 3, 4) == 3 * 66 + 115 && up_to(data, 5, 4) == 0);
  CHECK(6, unequal(data, 3) == 9 * 3 + 3 * 10 + 31 && unequal(data, 0) == 0);
  CHECK(7, down(data, 3) == 9 * 31 + 3 * 10 + 3 && down(data, 0) == 0);
  CHECK(8, down_first(data, 3) == down(data, 3) && down_first(data, 0) == 0);
  CHECK(9, down_at_least_once(data, 3) == down(data, 3));
  CHECK(10, find(data, N, 66) == 3 && find(data, N, 67) == -1 && find(data, 0, 3) == -1);
  CHECK(11, behind(data, N) == 12 && behind(data, 5) == 5 && behind(data, 0) == 0);
  CHECK(12, known(data) == up_to(data, 3, 29));
  CHECK(13, wraps_up(0xfffffffeu, 2) == (0xfffffffeul * 3 + 0xfffffffful) * 9 + 1);
  CHECK(14, wraps_below(0xffffffffu, 2) == (0xfffffffful * 3 + 0) * 3 + 1);
  CHECK(15, wraps_below(7, 2) == 7);
  CHECK(16, wraps_down(1, 0xfffffffeu) == (1ul * 3 + 0) * 3 + 0xfffffffful);
  CHECK(17, falls_past_zero(2) == (((1ul * 3 + 0) * 3 + 0xfffffffful) * 3 + 0xfffffffeul) * 3 + 0xfffffffdul);
  CHECK(18, next_is_used(2) == 0ul * 3 + 0xfffffffful);
  CHECK(19, next_after_test(0xfffffffeu) == 0xfffffffful * 3 + 0);
  return 0;
}
