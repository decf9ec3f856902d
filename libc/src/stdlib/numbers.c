/* Integers: conversion from text and the division functions (C17 7.22.1, 7.22.6). */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include "../internal.h"

/* Parses an integer in `base`; the magnitude saturates at `limit`, or at `limit` + 1 behind a
 * minus sign where `is_signed`. */
static unsigned long long parse(const char *s, char **end, int base, unsigned long long limit,
                                int is_signed) {
  const char *p = s;
  while (isspace((unsigned char)*p)) p++;
  int negative = *p == '-';
  if (*p == '-' || *p == '+') p++;
  if ((base == 0 || base == 16) && p[0] == '0' && (p[1] | 32) == 'x' && isxdigit((unsigned char)p[2])) {
    p += 2;
    base = 16;
  } else if ((base == 0 || base == 2) && p[0] == '0' && (p[1] | 32) == 'b' && (p[2] == '0' || p[2] == '1')) {
    p += 2;
    base = 2;
  } else if (base == 0) {
    base = *p == '0' ? 8 : 10;
  }
  if (base < 2 || base > 36) {
    errno = EINVAL;
    if (end) *end = (char *)s;
    return 0;
  }
  if (is_signed && negative) limit++;
  unsigned long long value = 0;
  int any = 0, overflow = 0;
  for (;; p++) {
    int c = (unsigned char)*p, digit;
    if (isdigit(c)) {
      digit = c - '0';
    } else if (isalpha(c)) {
      digit = (c | 32) - 'a' + 10;
    } else {
      break;
    }
    if (digit >= base) break;
    any = 1;
    if (value > (limit - (unsigned)digit) / (unsigned)base) {
      overflow = 1;
    } else {
      value = value * (unsigned)base + (unsigned)digit;
    }
  }
  if (end) *end = (char *)(any ? p : s);
  if (overflow) {
    errno = ERANGE;
    return is_signed && negative ? -limit : limit;
  }
  return negative ? -value : value;
}

long strtol(const char *restrict s, char **restrict end, int base) {
  return (long)parse(s, end, base, LONG_MAX, 1);
}
long long strtoll(const char *restrict s, char **restrict end, int base) {
  return (long long)parse(s, end, base, LLONG_MAX, 1);
}
unsigned long strtoul(const char *restrict s, char **restrict end, int base) {
  return (unsigned long)parse(s, end, base, ULONG_MAX, 0);
}
unsigned long long strtoull(const char *restrict s, char **restrict end, int base) {
  return parse(s, end, base, ULLONG_MAX, 0);
}
/* 4.4BSD's names. */
long long strtoq(const char *restrict s, char **restrict end, int base) {
  return strtoll(s, end, base);
}
unsigned long long strtouq(const char *restrict s, char **restrict end, int base) {
  return strtoull(s, end, base);
}
intmax_t strtoimax(const char *restrict s, char **restrict end, int base) {
  return strtoll(s, end, base);
}
uintmax_t strtoumax(const char *restrict s, char **restrict end, int base) {
  return strtoull(s, end, base);
}
int atoi(const char *s) {
  return (int)strtol(s, 0, 10);
}
long atol(const char *s) {
  return strtol(s, 0, 10);
}
long long atoll(const char *s) {
  return strtoll(s, 0, 10);
}

int abs(int n) {
  return n < 0 ? -n : n;
}
long labs(long n) {
  return n < 0 ? -n : n;
}
long long llabs(long long n) {
  return n < 0 ? -n : n;
}
intmax_t imaxabs(intmax_t n) {
  return n < 0 ? -n : n;
}
div_t div(int n, int d) {
  return (div_t){n / d, n % d};
}
ldiv_t ldiv(long n, long d) {
  return (ldiv_t){n / d, n % d};
}
lldiv_t lldiv(long long n, long long d) {
  return (lldiv_t){n / d, n % d};
}
imaxdiv_t imaxdiv(intmax_t n, intmax_t d) {
  return (imaxdiv_t){n / d, n % d};
}
