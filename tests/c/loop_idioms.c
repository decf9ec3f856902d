// Loops that fill and copy memory: what they leave in memory around the block, and in their variables.
#include <stdio.h>
#include <string.h>

#define NOINLINE __attribute__((noinline, noclone))
enum { N = 48 };
static unsigned char area[4 * N];

NOINLINE static void clear(void) {
  for (int i = 0; i < 4 * N; i++) area[i] = (unsigned char)(i * 37 + 11);
}
NOINLINE static unsigned sum(void) {
  unsigned h = 2166136261u;
  for (int i = 0; i < 4 * N; i++) h = (h ^ area[i]) * 16777619u;
  return h;
}

NOINLINE static void fill_up(char *p, int n, int c) { for (int i = 0; i < n; i++) p[i] = (char)c; }
NOINLINE static void fill_size(char *p, size_t n) { for (size_t i = 0; i < n; i++) p[i] = 0; }
NOINLINE static void fill_words(int *p, long n) { for (long i = 0; i < n; i++) p[i] = -1; }
NOINLINE static void fill_odd(int *p, long n) { for (long i = 0; i < n; i++) p[i] = 0x01010102; }
NOINLINE static void fill_halves(short *p, int n) { for (int i = 0; i < n; i++) p[i] = 0x3434; }
NOINLINE static void fill_doubles(double *p, int n) { for (int i = 0; i < n; i++) p[i] = 0.0; }
NOINLINE static void fill_negative_zero(double *p, int n) { for (int i = 0; i < n; i++) p[i] = -0.0; }
NOINLINE static void fill_down(char *p, int n) { for (int i = n - 1; i >= 0; i--) p[i] = 7; }
NOINLINE static void fill_down_words(int *p, int n) { for (int i = n - 1; i >= 0; i--) p[i] = 0; }
NOINLINE static char *fill_to(char *p, char *end, int c) { do *p++ = (char)c; while (p != end); return p; }
NOINLINE static int *fill_below(int *p, int *end) { while (p < end) *p++ = 0; return p; }
NOINLINE static long fill_and_count(long *p, long n) { long i; for (i = 0; i < n; i++) p[i] = 0; return i; }
NOINLINE static int fill_backwards_and_count(char *p, int n) { int k = 0; while (n-- > 0) { p[n] = 1; k++; } return k * 100 + n; }
NOINLINE static unsigned fill_unsigned(unsigned char *p, unsigned n) { unsigned i = 0; do p[i] = 1; while (++i != n); return i; }
NOINLINE static void fill_every_other(char *p, int n) { for (int i = 0; i < n; i += 2) p[i] = 0; }
NOINLINE static void fill_pairs(int *p, int n) { for (int i = 0; i < n; i += 2) { p[i] = 0; p[i + 1] = 0; } }
NOINLINE static void fill_at_least_one(char *p, int from, int to) { do p[from] = 9; while (++from < to); }
NOINLINE static void fill_two(int *p, int *q, int n) { for (int i = 0; i < n; i++) { p[i] = 0; q[i] = 0; } }
NOINLINE static void fill_two_ways(char *p, char *q, int n) { for (int i = 0; i < n; i++) { p[i] = 1; q[i] = 2; } }
NOINLINE static void fill_by_what_changes(char *p, int n) { for (int i = 0; i < n; i++) p[i] = (char)i; }
NOINLINE static void fill_by_memory(char *p, char *c, int n) { for (int i = 0; i < n; i++) p[i] = *c; }
NOINLINE static void fill_volatile(volatile char *p, int n) { for (int i = 0; i < n; i++) p[i] = 0; }

struct record { int key; int table[20]; int after; };
NOINLINE static void fill_member(struct record *r) {
  r->key = 3;
  for (int i = 0; i < 20; i++) r->table[i] = 0;
  r->after = 4;
}

static int from[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, to[16];
NOINLINE static void copy_all(void) { for (int i = 0; i < 16; i++) to[i] = from[i]; }
NOINLINE static void copy_some(int n) { for (int i = 0; i < n; i++) to[i] = from[i]; }
NOINLINE static void copy_some_down(int n) { for (int i = n - 1; i >= 0; i--) to[i] = from[i]; }
NOINLINE static void copy_crossed(int n) { for (int i = 0; i < n; i++) to[i] = from[15 - i]; }
NOINLINE static void copy_unknown(char *p, const char *q, int n) { for (int i = 0; i < n; i++) p[i] = q[i]; }
NOINLINE static void copy_restrict(char *restrict p, const char *restrict q, int n) { for (int i = 0; i < n; i++) p[i] = q[i]; }
NOINLINE static void shift_down(int *p, int n) { for (int i = 0; i < n; i++) p[i] = p[i + 1]; }
NOINLINE static void repeat_first(int *p, int n) { for (int i = 0; i < n; i++) p[i + 1] = p[i]; }
NOINLINE static void shift_up(int *p, int n) { for (int i = n - 1; i >= 0; i--) p[i + 1] = p[i]; }
NOINLINE static void repeat_last(int *p, int n) { for (int i = n - 1; i >= 0; i--) p[i] = p[i + 1]; }
NOINLINE static int copy_and_sum(int n) { int s = 0; for (int i = 0; i < n; i++) { to[i] = from[i]; s += from[i]; } return s; }

static unsigned of_ints(void) {
  unsigned h = 0;
  for (int i = 0; i < 16; i++) h = h * 31 + (unsigned)to[i];
  return h;
}

int main(void) {
  char *c = (char *)area + N;
  static const int counts[] = {0, 1, 2, 3, 7, 8, 9, 15, 16};
  for (unsigned k = 0; k < sizeof counts / sizeof *counts; k++) {
    int n = counts[k];
    printf("%d:", n);
#define SHOW(call) clear(), call, printf(" %08x", sum())
    SHOW(fill_up(c, n, 300));
    SHOW(fill_size(c, (size_t)n));
    SHOW(fill_words((int *)(void *)c, n));
    SHOW(fill_odd((int *)(void *)c, n));
    SHOW(fill_halves((short *)(void *)c, n));
    SHOW(fill_doubles((double *)(void *)c, n / 2));
    SHOW(fill_negative_zero((double *)(void *)c, n / 2));
    SHOW(fill_down(c, n));
    SHOW(fill_down_words((int *)(void *)c, n));
    SHOW(fill_every_other(c, n));
    SHOW(fill_pairs((int *)(void *)c, n));
    SHOW(fill_at_least_one(c, 0, n));
    SHOW(fill_at_least_one(c, 5, n));
    SHOW(fill_two((int *)(void *)c, (int *)(void *)(c + 8), n));
    SHOW(fill_two_ways(c, c + 3, n));
    SHOW(fill_by_what_changes(c, n));
    SHOW(fill_by_memory(c, c + 4, n));
    SHOW(fill_volatile(c, n));
    printf("\n  ");
    if (n > 0) {
      clear();
      printf(" %d %d", (int)(fill_to(c, c + n, 3) - c), (int)fill_unsigned(area, (unsigned)n));
      printf(" %08x", sum());
    }
    clear();
    printf(" %d %d", (int)(fill_below((int *)(void *)c, (int *)(void *)c + n) - (int *)(void *)c),
           (int)(fill_below((int *)(void *)c, (int *)(void *)(c - 8)) - (int *)(void *)c));
    printf(" %ld %ld", fill_and_count((long *)(void *)c, n / 2), fill_and_count((long *)(void *)c, -n));
    printf(" %d %d", fill_backwards_and_count(c + 9, n), fill_backwards_and_count(c, -n));
    printf(" %08x", sum());
    SHOW(copy_unknown(c, c + 2, n));
    SHOW(copy_unknown(c + 2, c, n));
    SHOW(copy_restrict(c, c + 2 * N, n));
    SHOW(shift_down((int *)(void *)c, n));
    SHOW(repeat_first((int *)(void *)c, n));
    SHOW(shift_up((int *)(void *)c, n));
    SHOW(repeat_last((int *)(void *)c, n));
    memset(to, 0, sizeof to), copy_some(n), printf(" %08x", of_ints());
    memset(to, 0, sizeof to), copy_some_down(n), printf(" %08x", of_ints());
    memset(to, 0, sizeof to), copy_crossed(n), printf(" %08x", of_ints());
    memset(to, 0, sizeof to), printf(" %d", copy_and_sum(n)), printf(" %08x\n", of_ints());
  }
  struct record r;
  memset(&r, 1, sizeof r);
  fill_member(&r);
  copy_all();
  printf("%d %d %d %d %08x\n", r.key, r.table[0], r.table[19], r.after, of_ints());
  return 0;
}
