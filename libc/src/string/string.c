/* String functions (C17 7.24 and POSIX' and GNU's additions). */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long __attribute__((may_alias)) word;
enum { W = sizeof(word) };
#define ONES (~0UL / 255)
#define HIGHS (ONES * 128)
#define HAS_ZERO(x) (((x)-ONES) & ~(x)&HIGHS)

size_t strlen(const char *s) {
  const char *p = s;
  for (; (uintptr_t)p & (W - 1); p++)
    if (!*p) return (size_t)(p - s);
  const word *w = (const word *)p;
  while (!HAS_ZERO(*w)) w++;
  for (p = (const char *)w; *p; p++) {
  }
  return (size_t)(p - s);
}

size_t strnlen(const char *s, size_t n) {
  const char *end = memchr(s, 0, n);
  return end ? (size_t)(end - s) : n;
}

char *stpcpy(char *restrict d, const char *restrict s) {
  while ((*d = *s)) {
    d++;
    s++;
  }
  return d;
}

char *strcpy(char *restrict d, const char *restrict s) {
  stpcpy(d, s);
  return d;
}

char *stpncpy(char *restrict d, const char *restrict s, size_t n) {
  while (n && (*d = *s)) {
    d++;
    s++;
    n--;
  }
  memset(d, 0, n);
  return d;
}

char *strncpy(char *restrict d, const char *restrict s, size_t n) {
  stpncpy(d, s, n);
  return d;
}

char *strcat(char *restrict d, const char *restrict s) {
  strcpy(d + strlen(d), s);
  return d;
}

char *strncat(char *restrict d, const char *restrict s, size_t n) {
  char *end = d + strlen(d);
  size_t length = strnlen(s, n);
  memcpy(end, s, length);
  end[length] = 0;
  return d;
}

size_t strlcpy(char *restrict d, const char *restrict s, size_t n) {
  size_t length = strlen(s);
  if (n) {
    size_t copied = length < n ? length : n - 1;
    memcpy(d, s, copied);
    d[copied] = 0;
  }
  return length;
}

size_t strlcat(char *restrict d, const char *restrict s, size_t n) {
  size_t used = strnlen(d, n);
  return used == n ? n + strlen(s) : used + strlcpy(d + used, s, n - used);
}

int strcmp(const char *l, const char *r) {
  if ((((uintptr_t)l | (uintptr_t)r) & (W - 1)) == 0)
    while (*(const word *)l == *(const word *)r && !HAS_ZERO(*(const word *)l)) {
      l += W;
      r += W;
    }
  for (; *l == *r && *l; l++, r++) {
  }
  return (unsigned char)*l - (unsigned char)*r;
}

int strncmp(const char *l, const char *r, size_t n) {
  for (; n; n--, l++, r++) {
    if (*l != *r) return (unsigned char)*l - (unsigned char)*r;
    if (!*l) break;
  }
  return 0;
}

int strcasecmp(const char *l, const char *r) {
  for (; *l && tolower((unsigned char)*l) == tolower((unsigned char)*r); l++, r++) {
  }
  return tolower((unsigned char)*l) - tolower((unsigned char)*r);
}

int strncasecmp(const char *l, const char *r, size_t n) {
  for (; n; n--, l++, r++) {
    int d = tolower((unsigned char)*l) - tolower((unsigned char)*r);
    if (d || !*l) return d;
  }
  return 0;
}

int strcoll(const char *l, const char *r) {
  return strcmp(l, r);
}

size_t strxfrm(char *restrict d, const char *restrict s, size_t n) {
  return strlcpy(d, s, n);
}

char *strchrnul(const char *s, int c) {
  while (*s && *s != (char)c) s++;
  return (char *)s;
}

char *strchr(const char *s, int c) {
  s = strchrnul(s, c);
  return *s == (char)c ? (char *)s : 0;
}

char *strrchr(const char *s, int c) {
  return memrchr(s, c, strlen(s) + 1);
}

char *index(const char *s, int c) {
  return strchr(s, c);
}

char *rindex(const char *s, int c) {
  return strrchr(s, c);
}

/* A set of bytes as 256 bits. */
struct set {
  unsigned long bits[256 / (8 * W)];
};

static struct set set_of(const char *s) {
  struct set set = {{0}};
  for (; *s; s++) set.bits[(unsigned char)*s / (8 * W)] |= 1UL << (unsigned char)*s % (8 * W);
  return set;
}

static int contains(const struct set *set, char c) {
  return set->bits[(unsigned char)c / (8 * W)] >> (unsigned char)c % (8 * W) & 1;
}

size_t strspn(const char *s, const char *accept) {
  struct set set = set_of(accept);
  const char *p = s;
  while (*p && contains(&set, *p)) p++;
  return (size_t)(p - s);
}

size_t strcspn(const char *s, const char *reject) {
  struct set set = set_of(reject);
  const char *p = s;
  while (*p && !contains(&set, *p)) p++;
  return (size_t)(p - s);
}

char *strpbrk(const char *s, const char *accept) {
  s += strcspn(s, accept);
  return *s ? (char *)s : 0;
}

char *strstr(const char *haystack, const char *needle) {
  size_t m = strlen(needle);
  if (!m) return (char *)haystack;
  for (; (haystack = strchr(haystack, *needle)); haystack++)
    if (strncmp(haystack, needle, m) == 0) return (char *)haystack;
  return 0;
}

char *strcasestr(const char *haystack, const char *needle) {
  size_t m = strlen(needle);
  for (;; haystack++) {
    if (strncasecmp(haystack, needle, m) == 0) return (char *)haystack;
    if (!*haystack) return 0;
  }
}

char *strtok_r(char *restrict s, const char *restrict separators, char **restrict state) {
  if (!s) s = *state;
  if (!s) return 0;
  s += strspn(s, separators);
  if (!*s) {
    *state = 0;
    return 0;
  }
  char *end = s + strcspn(s, separators);
  if (*end) {
    *end = 0;
    *state = end + 1;
  } else {
    *state = 0;
  }
  return s;
}

char *strtok(char *restrict s, const char *restrict separators) {
  static char *state;
  return strtok_r(s, separators, &state);
}

char *strsep(char **string, const char *separators) {
  char *s = *string;
  if (!s) return 0;
  char *end = s + strcspn(s, separators);
  if (*end) {
    *end = 0;
    *string = end + 1;
  } else {
    *string = 0;
  }
  return s;
}

char *strdup(const char *s) {
  size_t n = strlen(s) + 1;
  char *copy = malloc(n);
  return copy ? memcpy(copy, s, n) : 0;
}

char *strndup(const char *s, size_t n) {
  size_t length = strnlen(s, n);
  char *copy = malloc(length + 1);
  if (!copy) return 0;
  memcpy(copy, s, length);
  copy[length] = 0;
  return copy;
}

int ffs(int i) {
  return i ? __builtin_ctz((unsigned)i) + 1 : 0;
}

int ffsl(long i) {
  return i ? __builtin_ctzl((unsigned long)i) + 1 : 0;
}

int ffsll(long long i) {
  return i ? __builtin_ctzll((unsigned long long)i) + 1 : 0;
}

char *basename(const char *path) {
  const char *slash = strrchr(path, '/');
  return (char *)(slash ? slash + 1 : path);
}

/* Digit runs compare as numbers; runs with leading zeros as fractions (GNU). */
int strverscmp(const char *l, const char *r) {
  while (*l && *r) {
    if (isdigit((unsigned char)*l) && isdigit((unsigned char)*r)) {
      size_t ln = strspn(l, "0123456789"), rn = strspn(r, "0123456789");
      if (*l != '0' && *r != '0' && ln != rn) return ln < rn ? -1 : 1;
      size_t n = ln < rn ? ln : rn;
      int d = strncmp(l, r, n);
      if (d) return d;
      if (ln != rn) return ln < rn ? 1 : -1;
      l += n;
      r += n;
    } else if (*l != *r) {
      break;
    } else {
      l++;
      r++;
    }
  }
  return (unsigned char)*l - (unsigned char)*r;
}
