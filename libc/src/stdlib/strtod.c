/* strtod, strtof, strtold and atof. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <wchar.h>
#include "../internal.h"

static const struct __format binary32 = {24, -149, 104}, binary64 = {53, -1074, 971},
                             binary128 = {113, -16494, 16271};

static int get(struct __scan *s) {
  const unsigned char *p = s->source;
  s->source = (void *)(p + 1);
  return *p ? *p : -1;
}

static void unget(struct __scan *s, int c) {
  (void)c;
  s->source = (unsigned char *)s->source - 1;
}

static long double convert(const char *text, char **end, const struct __format *format) {
  const char *p = text;
  while (isspace((unsigned char)*p)) p++;
  struct __scan s = {get, unget, 0, LLONG_MAX, (void *)p};
  int matched;
  long double value = __scan_float(&s, format, &matched);
  if (end) *end = (char *)(matched ? p + s.count : text);
  return matched ? value : 0;
}

double strtod(const char *restrict s, char **restrict end) {
  return (double)convert(s, end, &binary64);
}
float strtof(const char *restrict s, char **restrict end) {
  return (float)convert(s, end, &binary32);
}
long double strtold(const char *restrict s, char **restrict end) {
  return convert(s, end, &binary128);
}
double atof(const char *s) {
  return strtod(s, 0);
}

static int wide_get(struct __scan *s) {
  const wchar_t *p = s->source;
  s->source = (void *)(p + 1);
  return *p > 0 && *p < 128 ? (int)*p : -1;
}

static void wide_unget(struct __scan *s, int c) {
  (void)c;
  s->source = (wchar_t *)s->source - 1;
}

static long double wide_convert(const wchar_t *text, wchar_t **end, const struct __format *format) {
  const wchar_t *p = text;
  while (*p < 128 && isspace((int)*p)) p++;
  struct __scan s = {wide_get, wide_unget, 0, LLONG_MAX, (void *)p};
  int matched;
  long double value = __scan_float(&s, format, &matched);
  if (end) *end = (wchar_t *)(matched ? p + s.count : text);
  return matched ? value : 0;
}

double wcstod(const wchar_t *restrict s, wchar_t **restrict end) {
  return (double)wide_convert(s, end, &binary64);
}
float wcstof(const wchar_t *restrict s, wchar_t **restrict end) {
  return (float)wide_convert(s, end, &binary32);
}
long double wcstold(const wchar_t *restrict s, wchar_t **restrict end) {
  return wide_convert(s, end, &binary128);
}
