/* memcpy and its kin (C17 7.24): by words where both sides are aligned alike. */
#include <string.h>
#include <stdint.h>

typedef unsigned long __attribute__((may_alias)) word;
enum { W = sizeof(word) };

void *memcpy(void *restrict destination, const void *restrict source, size_t n) {
  unsigned char *d = destination;
  const unsigned char *s = source;
  if (n >= 2 * W && (((uintptr_t)d ^ (uintptr_t)s) & (W - 1)) == 0) {
    while ((uintptr_t)d & (W - 1)) {
      *d++ = *s++;
      n--;
    }
    word *dw = (word *)d;
    const word *sw = (const word *)s;
    for (; n >= 4 * W; n -= 4 * W, dw += 4, sw += 4) {
      word a = sw[0], b = sw[1], c = sw[2], e = sw[3];
      dw[0] = a;
      dw[1] = b;
      dw[2] = c;
      dw[3] = e;
    }
    for (; n >= W; n -= W) *dw++ = *sw++;
    d = (unsigned char *)dw;
    s = (const unsigned char *)sw;
  } else if (n >= 4 * W) {
    /* Aligned stores of words put together from two aligned loads. */
    while ((uintptr_t)d & (W - 1)) {
      *d++ = *s++;
      n--;
    }
    unsigned shift = ((uintptr_t)s & (W - 1)) * 8;
    const word *sw = (const word *)((uintptr_t)s & -(uintptr_t)W);
    word *dw = (word *)d;
    word low = *sw++;
    size_t words = n / W - 1;
    for (size_t i = 0; i < words; i++) {
      word high = *sw++;
      *dw++ = low >> shift | high << (8 * W - shift);
      low = high;
    }
    d += words * W;
    s += words * W;
    n -= words * W;
  }
  while (n--) *d++ = *s++;
  return destination;
}

void *mempcpy(void *restrict destination, const void *restrict source, size_t n) {
  return (char *)memcpy(destination, source, n) + n;
}

void *memmove(void *destination, const void *source, size_t n) {
  unsigned char *d = destination;
  const unsigned char *s = source;
  if ((uintptr_t)d - (uintptr_t)s >= n) return memcpy(destination, source, n);
  d += n;
  s += n;
  if ((((uintptr_t)d ^ (uintptr_t)s) & (W - 1)) == 0) {
    while (n && (uintptr_t)d & (W - 1)) {
      *--d = *--s;
      n--;
    }
    for (; n >= W; n -= W) {
      d -= W;
      s -= W;
      *(word *)d = *(const word *)s;
    }
  }
  while (n--) *--d = *--s;
  return destination;
}

void *memset(void *destination, int c, size_t n) {
  unsigned char *d = destination;
  if (n >= 2 * W) {
    word pattern = (unsigned char)c * (~0UL / 255);
    while ((uintptr_t)d & (W - 1)) {
      *d++ = (unsigned char)c;
      n--;
    }
    word *dw = (word *)d;
    for (; n >= 4 * W; n -= 4 * W, dw += 4) dw[0] = dw[1] = dw[2] = dw[3] = pattern;
    for (; n >= W; n -= W) *dw++ = pattern;
    d = (unsigned char *)dw;
  }
  while (n--) *d++ = (unsigned char)c;
  return destination;
}

void *memset_explicit(void *destination, int c, size_t n) {
  memset(destination, c, n);
  __asm__ volatile("" : : "r"(destination) : "memory");
  return destination;
}

void explicit_bzero(void *destination, size_t n) {
  memset_explicit(destination, 0, n);
}

int memcmp(const void *left, const void *right, size_t n) {
  const unsigned char *l = left, *r = right;
  if ((((uintptr_t)l | (uintptr_t)r) & (W - 1)) == 0)
    for (; n >= W && *(const word *)l == *(const word *)r; n -= W) {
      l += W;
      r += W;
    }
  for (; n; n--, l++, r++)
    if (*l != *r) return *l - *r;
  return 0;
}

void *memchr(const void *s, int c, size_t n) {
  const unsigned char *p = s;
  for (; n; n--, p++)
    if (*p == (unsigned char)c) return (void *)p;
  return 0;
}

void *memrchr(const void *s, int c, size_t n) {
  const unsigned char *p = s;
  while (n--)
    if (p[n] == (unsigned char)c) return (void *)(p + n);
  return 0;
}

void *rawmemchr(const void *s, int c) {
  const unsigned char *p = s;
  while (*p != (unsigned char)c) p++;
  return (void *)p;
}

void *memccpy(void *restrict destination, const void *restrict source, int c, size_t n) {
  unsigned char *d = destination;
  const unsigned char *s = source;
  while (n--)
    if ((*d++ = *s++) == (unsigned char)c) return d;
  return 0;
}

void *memmem(const void *haystack, size_t n, const void *needle, size_t m) {
  const unsigned char *h = haystack;
  if (m == 0) return (void *)h;
  for (; n >= m; n--, h++)
    if (*h == *(const unsigned char *)needle && memcmp(h, needle, m) == 0) return (void *)h;
  return 0;
}

int bcmp(const void *left, const void *right, size_t n) {
  return memcmp(left, right, n);
}

void bcopy(const void *source, void *destination, size_t n) {
  memmove(destination, source, n);
}

void bzero(void *destination, size_t n) {
  memset(destination, 0, n);
}
