// The edges of what is defined: nothing here may be reported. Returns the number of the first check
// that fails.
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int failed;
#define CHECK(condition) ((condition) || failed ? (void)0 : (void)(failed = __LINE__))

struct flexible {
  int n;
  int data[];
};

struct pair {
  char first;
  int second;
} __attribute__((packed));

struct bits {
  int low : 3;
  unsigned high : 29;
  _Bool flag : 1;
};

static int table[3][4];
volatile int zero, one = 1, top = INT_MAX, bottom = INT_MIN;
volatile long wide_top = LONG_MAX, wide_bottom = LONG_MIN;

static void arithmetic(void) {
  CHECK(top + zero == INT_MAX && bottom - zero == INT_MIN && -top == INT_MIN + 1);
  CHECK(top + bottom == -1 && wide_top + wide_bottom == -1);
  CHECK((unsigned)top + top == UINT_MAX - 1 && (unsigned)bottom * 2u == 0);
  CHECK(46340 * (46340 + zero) == 2147395600 && bottom / one == INT_MIN);
  CHECK(bottom % 2 == 0 && wide_bottom / 2 == LONG_MIN / 2);
  unsigned char byte = 255;
  byte++;
  CHECK(byte == 0);
  short s = SHRT_MAX;
  s++;
  CHECK(s == SHRT_MIN);
  signed char c = SCHAR_MIN;
  c = -c;
  c--;
  CHECK(c == SCHAR_MAX);
  int n = INT_MAX - 1;
  n++;
  n += 0;
  CHECK(n == INT_MAX);
  __int128 q = ((__int128)wide_top << 64) - 1;
  CHECK(q + 1 - 1 == q && -q < 0);
}

static void shifts(void) {
  CHECK(1 << 30 + zero == 1073741824 && 1u << 31 + zero == 0x80000000u);
  CHECK(0 << 31 + zero == 0 && 1L << 62 + zero == 4611686018427387904L);
  CHECK(-8 >> 1 + zero == -4 && bottom >> 31 + zero == -1);
  CHECK((unsigned __int128)1 << 127 + zero != 0);
  unsigned char count = 7;
  CHECK(1 << count == 128);
}

static void arrays(void) {
  int local[5] = {0};
  int *end = &local[5];
  int *last = local + 5 - one;
  CHECK(end - last == 1 && table[3] - table[0] == 12);
  int *row = table[3 - one];
  row[3] = 7;
  CHECK(table[2][3 * one] == 7);
  struct flexible *f = malloc(sizeof *f + 8 * sizeof(int));
  for (f->n = 0; f->n < 8; f->n++) {
    f->data[f->n] = f->n;
  }
  CHECK(f->data[7 * one] == 7);
  free(f);
  int n = 3;
  int vla[n][n + 1];
  memset(vla, 1, sizeof vla);
  CHECK(vla[n - 1][n] == 0x01010101);
  const char *text = "abc";
  CHECK(text[3 * one] == 0 && "abc"[3 * one] == 0);
  char buffer[16];
  char *p = buffer + sizeof buffer;
  while (p > buffer) {
    *--p = 'x';
  }
}

static void pointers(void) {
  char *null = NULL;
  CHECK(null + zero == NULL && &*null == NULL);
  CHECK((int)offsetof(struct flexible, data) == 4);
  char bytes[16] = {0};
  struct pair *pair = (struct pair *)(bytes + 1);
  pair->second = 0x01020304;
  pair->second++;
  CHECK(pair->second == 0x01020305 && bytes[2] == 5);
  memcpy(bytes + one, bytes + 8, 0);
  intptr_t address = (intptr_t)bytes;
  CHECK(*(char *)(address + 2) == 5);
  struct bits b = {-1, 5, 1};
  b.low--;
  b.high--;
  CHECK(b.low == -2 && b.high == 4 && b.flag);
  _Bool flags[2] = {0, 1};
  CHECK(!flags[zero] && flags[one]);
  CHECK(__builtin_ctz(8 * one) == 3 && __builtin_clzl(one) == 63);
}

static void floats(void) {
  volatile double d = 2147483647.9, e = -2147483648.9, f = -0.9, g = 255.9;
  CHECK((int)d == INT_MAX && (int)e == INT_MIN && (unsigned)f == 0 && (unsigned char)g == 255);
  volatile float h = -9223372036854775808.0f, k = 1.8446742974197924e19f;
  CHECK((long)h == LONG_MIN && (unsigned long)k == 18446742974197923840UL);
  CHECK((_Bool)f && d / (zero + 1.0) == d);
}

int main(void) {
  arithmetic();
  shifts();
  arrays();
  pointers();
  floats();
  return failed;
}
