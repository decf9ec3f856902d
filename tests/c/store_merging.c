// Constants stored side by side, which may become wider stores: bytes in the right places, and nothing that others see or overwrite in between.
#include <string.h>

#include "check.h"

struct mixed {
  char a, b;
  short c;
  int d;
  char e[4];
  unsigned low : 3, high : 5, byte : 8, half : 16;
  long f;
  float x, y;
  double z;
};

__attribute__((noinline)) static void all(struct mixed *p) {
  p->a = 1;
  p->b = -2;
  p->c = 0x304;
  p->d = -5;
  p->e[3] = 6;
  p->e[1] = 7;
  p->e[0] = 8;
  p->e[2] = 9;
  p->low = 5;
  p->high = 19;
  p->byte = 200;
  p->half = 40000;
  p->f = 1L << 20;
  p->y = 1.5f;
  p->x = -2;
  p->z = 0.5;
}

__attribute__((noinline)) static void zeros(struct mixed *p) {
  p->a = p->b = 0;
  p->c = 0;
  p->d = 0;
  p->x = p->y = 0;
  p->e[0] = p->e[1] = p->e[2] = p->e[3] = 0;
}

// Through the other pointer in between.
__attribute__((noinline)) static int between(int *p, int *q) {
  p[0] = 1;
  p[1] = 1;
  int seen = *q;
  p[0] = 2;
  p[1] = 2;
  *q = 7;
  p[0] = 3;
  return seen;
}

__attribute__((noinline)) static int bytes_between(struct mixed *p, char *q) {
  p->a = 1;
  char seen = *q;
  p->b = 2;
  *q = 9;
  p->c = 3;
  return seen;
}

__attribute__((noinline)) static void overlapping(unsigned char *p) {
  *(unsigned char *)__builtin_assume_aligned(p, 8) = 1;
  p[1] = 2;
  memset(p, 5, 3);
  p[2] = 7;
  p[3] = 8;
  memset(p + 4, 0, 4);
  p[6] = 1;
}

__attribute__((noinline)) static long sum(const struct mixed *p) {
  return p->a + p->b + p->c + p->d + p->e[0] + p->e[3] + p->low + p->f;
}

__attribute__((noinline)) static long local(int way) {
  struct mixed m = {.b = 4, .d = 1};
  if (way > 1) {
    m.a = 1;
    m.e[3] = 100;
    m.c = -1;
  }
  return sum(&m);
}

__attribute__((noinline)) static int text(char *out) {
  char word[12] = "abc";
  word[3] = 'd';
  word[4] = 'e';
  word[5] = 'f';
  word[6] = 'g';
  word[7] = 0;
  word[9] = 'z';
  strcpy(out, word);
  return word[8] + word[9] + word[11];
}

static struct { char tag, kind; short size; int extent; } global;

__attribute__((noinline)) static void set_global(void) {
  global.tag = 'T';
  global.kind = 'K';
  global.size = 1000;
  global.extent = -1;
}

struct packed { char a; int b; char c, d; short e; } __attribute__((packed));

__attribute__((noinline)) static void packed(struct packed *p) {
  p->a = 1;
  p->b = 0x02030405;
  p->c = 6;
  p->d = 7;
  p->e = 0x809;
}

int main(void) {
  struct mixed m;
  memset(&m, 0x55, sizeof m);
  all(&m);
  CHECK(1, m.a == 1 && (signed char)m.b == -2 && m.c == 0x304 && m.d == -5);
  CHECK(2, m.e[0] == 8 && m.e[1] == 7 && m.e[2] == 9 && m.e[3] == 6);
  CHECK(3, m.low == 5 && m.high == 19 && m.byte == 200 && m.half == 40000);
  CHECK(4, m.f == 1L << 20 && m.x == -2 && m.y == 1.5f && m.z == 0.5);
  zeros(&m);
  CHECK(5, !m.a && !m.b && !m.c && !m.d && !m.e[0] && !m.e[1] && !m.e[2] && !m.e[3] && !m.x && !m.y);
  CHECK(6, m.low == 5 && m.half == 40000 && m.z == 0.5);

  int pair[2];
  CHECK(7, between(pair, pair) == 1 && pair[0] == 3 && pair[1] == 2);
  CHECK(8, between(pair, pair + 1) == 1 && pair[0] == 3 && pair[1] == 7);
  CHECK(9, bytes_between(&m, &m.a) == 1 && m.a == 9 && m.b == 2 && m.c == 3);
  CHECK(10, bytes_between(&m, &m.b) == 2 && m.a == 1 && m.b == 9 && m.c == 3);
  CHECK(11, bytes_between(&m, (char *)&m.c + 1) == 0 && m.a == 1 && m.b == 2 && m.c == 3);

  _Alignas(8) unsigned char bytes[8];
  static const unsigned char wanted[8] = {5, 5, 7, 8, 0, 0, 1, 0};
  overlapping(bytes);
  CHECK(12, !memcmp(bytes, wanted, 8));

  CHECK(13, local(1) == 5 && local(2) == 105);
  char copy[12];
  CHECK(14, text(copy) == 'z' && !strcmp(copy, "abcdefg"));
  set_global();
  CHECK(15, global.tag == 'T' && global.kind == 'K' && global.size == 1000 && global.extent == -1);

  struct { char before; struct packed p; } shifted;
  packed(&shifted.p);
  CHECK(16, shifted.p.a == 1 && shifted.p.b == 0x02030405 && shifted.p.c == 6 && shifted.p.d == 7 && shifted.p.e == 0x809);
  return 0;
}
