// -ftrivial-auto-var-init=pattern: automatic objects without an initialiser hold a value that no program expects, but for those that ask to be left alone.
// options: -ftrivial-auto-var-init=pattern
// skip: interpreter
#include <string.h>
#include "check.h"

struct pair {
  char c;
  long l;
};

static int all(const void *p, unsigned long n) {
  const unsigned char *bytes = p;
  for (unsigned long i = 0; i < n; i++)
    if (bytes[i] != 0xfe) return 0;
  return 1;
}

static void dirty(void) {
  volatile char bytes[512];
  for (int i = 0; i < 512; i++) bytes[i] = 1;
}

static int scalars(void) {
  int i;
  long l;
  char *p;
  unsigned char c;
  return i == (int)0xfefefefe && l == (long)0xfefefefefefefefe && p == (char *)0xfefefefefefefefe && c == 0xfe;
}

static int objects(int n) {
  struct pair s;
  int a[7];
  char v[n];
  double d;
  return all(&s.c, 1) && all(&s.l, sizeof s.l) && all(a, sizeof a) && all(v, sizeof v) && all(&d, sizeof d);
}

/* Each time that the declaration is reached. */
static int again(void) {
  int right = 1;
  for (int i = 0; i < 3; i++) {
    int x;
    right &= x == (int)0xfefefefe;
    x = i;
    __asm__ volatile("" : "+r"(x));
  }
  return right;
}

static int given(void) {
  int a = 5, b[3] = {1};
  static int s;
  __attribute__((uninitialized)) int left;
  left = 2;
  return a == 5 && b[0] == 1 && b[2] == 0 && s == 0 && left == 2;
}

int main(void) {
  dirty();
  CHECK(1, scalars());
  dirty();
  CHECK(2, objects(13));
  CHECK(3, again());
  CHECK(4, given());
  return 0;
}
