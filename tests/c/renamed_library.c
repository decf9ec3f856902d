// A library function with another assembler name: the calls that the compiler makes follow it.
// skip: interpreter
#include "check.h"
typedef __SIZE_TYPE__ size_t;

extern void *memcpy(void *, const void *, size_t) __asm__("counted_copy");
extern size_t strlen(const char *) __asm__("counted_length");
extern char *strchr(const char *, int) __asm__("searched");

static int volatile copies;
static int volatile lengths;

void *counted_copy_body(void *to, const void *from, size_t n) __asm__("counted_copy");
__attribute__((noinline, used)) void *counted_copy_body(void *to, const void *from, size_t n) {
  char volatile *t = to;
  char const *f = from;
  while (n-- != 0)
    *t++ = *f++;
  copies++;
  return to;
}

size_t counted_length_body(const char *s) __asm__("counted_length");
__attribute__((noinline, used)) size_t counted_length_body(const char *s) {
  char const volatile *end = s;
  while (*end != 0)
    end++;
  lengths++;
  return end - s;
}

struct Big {
  char bytes[4096];
} a, b;

char text[8] = "abc";

int main(void) {
  b.bytes[4095] = 7;
  a = b;
  CHECK(1, a.bytes[4095] == 7);
  CHECK(2, copies == 1);
  size_t volatile n = 4;
  memcpy(a.bytes, "four", n);
  __builtin_memcpy(a.bytes, "four", n);
  CHECK(3, copies == 3);
  CHECK(4, __builtin_strlen(text) == 3);
  CHECK(5, lengths == 1);
  return 0;
}
