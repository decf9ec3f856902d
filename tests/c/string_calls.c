// skip: interpreter
// Library calls on constant strings and buffers, known to the compiler and hidden from it: both must say the same.
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "check.h"

static const char *hide(const char *s) { __asm__("" : "+r"(s)); return s; }
static unsigned long number(unsigned long n) { __asm__("" : "+r"(n)); return n; }
static int sign(int x) { return (x > 0) - (x < 0); }

#define SAME(known, hidden) do { if ((known) != (hidden)) printf("%d: %ld, %ld\n", __LINE__, (long)(known), (long)(hidden)); else n++; } while (0)
#define AT(call, base) ({ const char *at = (call); at ? at - (base) : -1; })

#define PAIR(A, B, N) do { \
    const char *a = hide(A), *b = hide(B); \
    static const char ka[] = A, kb[] = B; \
    unsigned long m = number(N); \
    SAME(sign(strcmp(ka, kb)), sign(strcmp(a, b))); \
    SAME(sign(strcmp(ka, b)), sign(strcmp(a, kb))); \
    SAME(sign(strncmp(ka, kb, N)), sign(strncmp(a, b, m))); \
    SAME(sign(strncmp(ka, b, N)), sign(strncmp(a, kb, m))); \
    SAME(sign(strncmp(a, kb, N)), sign(strncmp(ka, b, m))); \
    SAME(strspn(ka, kb), strspn(a, b)); \
    SAME(strspn(a, kb), strspn(ka, b)); \
    SAME(strcspn(ka, kb), strcspn(a, b)); \
    SAME(strcspn(a, kb), strcspn(ka, b)); \
    SAME(AT(strpbrk(ka, kb), ka), AT(strpbrk(a, b), a)); \
    SAME(AT(strpbrk(a, kb), a), AT(strpbrk(ka, b), ka)); \
    SAME(AT(strstr(ka, kb), ka), AT(strstr(a, b), a)); \
    SAME(AT(strstr(a, kb), a), AT(strstr(ka, b), ka)); \
    SAME(AT(strchr(ka, kb[0]), ka), AT(strchr(a, b[0]), a)); \
    SAME(AT(strchr(a, kb[0]), a), AT(strchr(ka, b[0]), ka)); \
    SAME(AT(strrchr(ka, kb[0]), ka), AT(strrchr(a, b[0]), a)); \
    SAME(AT(strrchr(a, kb[0]), a), AT(strrchr(ka, b[0]), ka)); \
    SAME(AT(memchr(ka, kb[0], sizeof ka < N ? sizeof ka : N), ka), AT(memchr(a, b[0], sizeof ka < m ? sizeof ka : m), a)); \
    SAME(strnlen(ka, N), strnlen(a, m)); \
    SAME(strlen(ka), strlen(a)); \
    SAME(strlen(a) == 0, a[0] == 0); \
    SAME(strlen(ka + number(0)), strlen(a)); \
    char k1[64], h1[64]; \
    memset(k1, 'x', 64); memset(h1, 'x', 64); \
    SAME(strcpy(k1, ka) - k1, strcpy(h1, a) - h1); \
    SAME(strcat(k1, kb) - k1, strcat(h1, b) - h1); \
    SAME(strncat(k1, kb, N) - k1, strncat(h1, b, m) - h1); \
    SAME(stpcpy(k1 + 40, kb) - k1, stpcpy(h1 + 40, b) - h1); \
    SAME(strncpy(k1 + 50, ka, N) - k1, strncpy(h1 + 50, a, m) - h1); \
    SAME(sprintf(k1 + 30, "%s", kb), sprintf(h1 + 30, "%s", b)); \
    SAME(memcmp(k1, h1, 64), 0); \
    SAME((char *)mempcpy(k1 + 3, kb, sizeof kb) - k1, (char *)mempcpy(h1 + 3, b, number(sizeof kb)) - h1); \
    bcopy(k1 + 3, k1 + 4, 5); bcopy(h1 + 3, h1 + 4, number(5)); \
    bzero(k1 + 9, 3); bzero(h1 + 9, number(3)); \
    SAME(memcmp(k1, h1, 64), 0); \
    SAME(__builtin___strcpy_chk(k1, ka, sizeof k1) - k1, strcpy(h1, a) - h1); \
    SAME(__builtin___memcpy_chk(k1 + 20, kb, sizeof kb, -1UL) - (void *)k1, 20); \
    SAME(__builtin___snprintf_chk(k1 + 8, 20, 0, 40, "%s", kb), snprintf(h1 + 8, 20, "%s", b)); \
    SAME(strcmp(k1, h1), 0); \
  } while (0)

struct wide { long a; int b; short c; char d; };

int main(void) {
  int n = 0;
  PAIR("hello world", "o", 3);
  PAIR("hello world", "", 1);
  PAIR("", "world", 2);
  PAIR("", "", 4);
  PAIR("hello", "hello", 5);
  PAIR("hello", "help!", 3);
  PAIR("hello", "hel", 7);
  PAIR("\377\200x", "\200", 2);
  PAIR("abcabc", "cab", 10);
  PAIR("abc", "zzabc", 0);
  PAIR("aaaa", "a", 1);
  struct wide x = {1, 2, 3, 4}, y = x;
  volatile int change = 1;
  for (int i = 0; i < 4; i++) {
    SAME(memcmp(&x.a, &y.a, 8) == 0, x.a == y.a);
    SAME(memcmp(&x.b, &y.b, 4) != 0, x.b != y.b);
    SAME(!memcmp(&x.c, &y.c, 2), x.c == y.c);
    SAME(sign(memcmp(&x.d, &y.d, 1)), sign(x.d - y.d));
    if (i == 0) y.a += change << 20;
    if (i == 1) y.b -= change;
    if (i == 2) y.c += change * 256, y.d -= change;
  }
  printf("%d the same\n", n);
}
