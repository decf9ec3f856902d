/* Wide strings and characters (C17 7.29.4, 7.30): classes of the "C" locale, ASCII. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

size_t wcslen(const wchar_t *s) {
  const wchar_t *p = s;
  while (*p) p++;
  return (size_t)(p - s);
}
size_t wcsnlen(const wchar_t *s, size_t n) {
  const wchar_t *end = wmemchr(s, 0, n);
  return end ? (size_t)(end - s) : n;
}
wchar_t *wmemcpy(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  return memcpy(d, s, n * sizeof *d);
}
wchar_t *wmemmove(wchar_t *d, const wchar_t *s, size_t n) {
  return memmove(d, s, n * sizeof *d);
}
wchar_t *wmemset(wchar_t *d, wchar_t c, size_t n) {
  for (size_t i = 0; i < n; i++) d[i] = c;
  return d;
}
wchar_t *wmemchr(const wchar_t *s, wchar_t c, size_t n) {
  for (; n; n--, s++)
    if (*s == c) return (wchar_t *)s;
  return 0;
}
int wmemcmp(const wchar_t *l, const wchar_t *r, size_t n) {
  for (; n; n--, l++, r++)
    if (*l != *r) return *l < *r ? -1 : 1;
  return 0;
}
wchar_t *wcscpy(wchar_t *restrict d, const wchar_t *restrict s) {
  return wmemcpy(d, s, wcslen(s) + 1);
}
wchar_t *wcsncpy(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  size_t length = wcsnlen(s, n);
  wmemcpy(d, s, length);
  wmemset(d + length, 0, n - length);
  return d;
}
wchar_t *wmempcpy(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  return wmemcpy(d, s, n) + n;
}
wchar_t *wcpcpy(wchar_t *restrict d, const wchar_t *restrict s) {
  size_t length = wcslen(s);
  return wmemcpy(d, s, length + 1) + length;
}
wchar_t *wcpncpy(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  return wcsncpy(d, s, n) + wcsnlen(s, n);
}
wchar_t *wcscat(wchar_t *restrict d, const wchar_t *restrict s) {
  wcscpy(d + wcslen(d), s);
  return d;
}
wchar_t *wcsncat(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  wchar_t *end = d + wcslen(d);
  size_t length = wcsnlen(s, n);
  wmemcpy(end, s, length);
  end[length] = 0;
  return d;
}
int wcscmp(const wchar_t *l, const wchar_t *r) {
  for (; *l == *r && *l; l++, r++) {
  }
  return *l < *r ? -1 : *l > *r;
}
int wcsncmp(const wchar_t *l, const wchar_t *r, size_t n) {
  for (; n; n--, l++, r++) {
    if (*l != *r) return *l < *r ? -1 : 1;
    if (!*l) break;
  }
  return 0;
}
int wcscasecmp(const wchar_t *l, const wchar_t *r) {
  for (; *l && towlower((wint_t)*l) == towlower((wint_t)*r); l++, r++) {
  }
  wint_t a = towlower((wint_t)*l), b = towlower((wint_t)*r);
  return a < b ? -1 : a > b;
}
int wcsncasecmp(const wchar_t *l, const wchar_t *r, size_t n) {
  for (; n; n--, l++, r++) {
    wint_t a = towlower((wint_t)*l), b = towlower((wint_t)*r);
    if (a != b) return a < b ? -1 : 1;
    if (!a) break;
  }
  return 0;
}
int wcscoll(const wchar_t *l, const wchar_t *r) {
  return wcscmp(l, r);
}
size_t wcsxfrm(wchar_t *restrict d, const wchar_t *restrict s, size_t n) {
  size_t length = wcslen(s);
  if (length < n) wcscpy(d, s);
  return length;
}
wchar_t *wcschr(const wchar_t *s, wchar_t c) {
  for (;; s++) {
    if (*s == c) return (wchar_t *)s;
    if (!*s) return 0;
  }
}
wchar_t *wcschrnul(const wchar_t *s, wchar_t c) {
  while (*s && *s != c) s++;
  return (wchar_t *)s;
}
wchar_t *wcsrchr(const wchar_t *s, wchar_t c) {
  const wchar_t *found = 0;
  for (;; s++) {
    if (*s == c) found = s;
    if (!*s) return (wchar_t *)found;
  }
}
size_t wcsspn(const wchar_t *s, const wchar_t *accept) {
  size_t n = 0;
  while (s[n] && wcschr(accept, s[n])) n++;
  return n;
}
size_t wcscspn(const wchar_t *s, const wchar_t *reject) {
  size_t n = 0;
  while (s[n] && !wcschr(reject, s[n])) n++;
  return n;
}
wchar_t *wcspbrk(const wchar_t *s, const wchar_t *accept) {
  s += wcscspn(s, accept);
  return *s ? (wchar_t *)s : 0;
}
wchar_t *wcsstr(const wchar_t *h, const wchar_t *needle) {
  size_t n = wcslen(needle);
  for (;; h++) {
    if (wcsncmp(h, needle, n) == 0) return (wchar_t *)h;
    if (!*h) return 0;
  }
}
wchar_t *wcstok(wchar_t *restrict s, const wchar_t *restrict separators, wchar_t **restrict state) {
  if (!s) s = *state;
  if (!s) return 0;
  s += wcsspn(s, separators);
  if (!*s) return *state = 0;
  wchar_t *end = s + wcscspn(s, separators);
  *state = *end ? end + 1 : 0;
  *end = 0;
  return s;
}
wchar_t *wcsdup(const wchar_t *s) {
  size_t n = wcslen(s) + 1;
  wchar_t *copy = malloc(n * sizeof *copy);
  return copy ? wmemcpy(copy, s, n) : 0;
}

/* Numbers: only ASCII digits count, so the text is narrowed first. */
static size_t narrow(const wchar_t *s, char *out, size_t size) {
  size_t n = 0;
  for (; n + 1 < size && s[n] > 0 && s[n] < 128; n++) out[n] = (char)s[n];
  out[n] = 0;
  return n;
}
#define TO_INTEGER(TYPE, NAME, NARROW)                                                \
  TYPE NAME(const wchar_t *restrict s, wchar_t **restrict end, int base) {            \
    char text[256], *stop;                                                            \
    narrow(s, text, sizeof text);                                                     \
    TYPE value = NARROW(text, &stop, base);                                           \
    if (end) *end = (wchar_t *)s + (stop - text);                                     \
    return value;                                                                     \
  }
TO_INTEGER(long, wcstol, strtol)
TO_INTEGER(long long, wcstoll, strtoll)
TO_INTEGER(unsigned long, wcstoul, strtoul)
TO_INTEGER(unsigned long long, wcstoull, strtoull)
TO_INTEGER(__INTMAX_TYPE__, wcstoimax, strtoll)
TO_INTEGER(__UINTMAX_TYPE__, wcstoumax, strtoull)
