/* Strings in a locale: all locales are "C". */
#include <string.h>
#include <strings.h>
#include <wchar.h>

int strcoll_l(const char *l, const char *r, locale_t locale) {
  (void)locale;
  return strcoll(l, r);
}
size_t strxfrm_l(char *restrict out, const char *restrict s, size_t n, locale_t locale) {
  (void)locale;
  return strxfrm(out, s, n);
}
char *strerror_l(int error, locale_t locale) {
  (void)locale;
  return strerror(error);
}
int strcasecmp_l(const char *l, const char *r, locale_t locale) {
  (void)locale;
  return strcasecmp(l, r);
}
int strncasecmp_l(const char *l, const char *r, size_t n, locale_t locale) {
  (void)locale;
  return strncasecmp(l, r, n);
}
int wcscoll_l(const wchar_t *l, const wchar_t *r, locale_t locale) {
  (void)locale;
  return wcscoll(l, r);
}
size_t wcsxfrm_l(wchar_t *restrict out, const wchar_t *restrict s, size_t n, locale_t locale) {
  (void)locale;
  return wcsxfrm(out, s, n);
}
int wcscasecmp_l(const wchar_t *l, const wchar_t *r, locale_t locale) {
  (void)locale;
  return wcscasecmp(l, r);
}
int wcsncasecmp_l(const wchar_t *l, const wchar_t *r, size_t n, locale_t locale) {
  (void)locale;
  return wcsncasecmp(l, r, n);
}
size_t wcsftime_l(wchar_t *restrict out, size_t size, const wchar_t *restrict format,
                  const struct tm *restrict time, locale_t locale) {
  (void)locale;
  return wcsftime(out, size, format, time);
}
