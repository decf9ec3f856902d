/* Classes of wide characters and their case (C17 7.30), and their widths on a terminal: Unicode's, as glibc's locales have them. */
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "unicode_tables.h"

#define COUNT(TABLE) (sizeof TABLE / sizeof *TABLE)

static int among(wint_t c, const unsigned *ranges, size_t count) {
  size_t low = 0, high = count;
  if (c >= 0x110000) return 0;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ranges[middle] >> 11 <= c) low = middle + 1;
    else high = middle;
  }
  return low && c - (ranges[low - 1] >> 11) <= (ranges[low - 1] & 0x7ff);
}

static wint_t counterpart(wint_t c, const struct run *runs, size_t count) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if ((wint_t)runs[middle].first <= c) low = middle + 1;
    else high = middle;
  }
  if (!low) return c;
  const struct run *r = &runs[low - 1];
  int inside = c <= (wint_t)r->last && (c - (wint_t)r->first) % (wint_t)r->step == 0;
  return inside ? c + (wint_t)r->distance : c;
}

wint_t towlower(wint_t c) {
  return c < 128 ? (wint_t)tolower((int)c) : counterpart(c, small, COUNT(small));
}

wint_t towupper(wint_t c) {
  return c < 128 ? (wint_t)toupper((int)c) : counterpart(c, capitals, COUNT(capitals));
}

/* Sharp s is a small letter without a capital of its own. */
int iswlower(wint_t c) {
  return c < 128 ? islower((int)c) : c == 0xdf || towupper(c) != c;
}

int iswupper(wint_t c) {
  return c < 128 ? isupper((int)c) : towlower(c) != c;
}

int iswcntrl(wint_t c) {
  return c < 32 || (c >= 127 && c < 160) || c == 0x2028 || c == 0x2029;
}

/* No-break spaces are no spaces. */
int iswspace(wint_t c) {
  if (c < 128) return isspace((int)c);
  return c == 0x1680 || (c >= 0x2000 && c <= 0x200a && c != 0x2007) || c == 0x2028 || c == 0x2029 || c == 0x205f ||
         c == 0x3000;
}

int iswblank(wint_t c) {
  return c == '\t' || (iswspace(c) && !iswcntrl(c));
}

int iswprint(wint_t c) {
  return c < 0x110000 && !iswcntrl(c) && !among(c, unassigned, COUNT(unassigned));
}

int iswgraph(wint_t c) {
  return iswprint(c) && !iswspace(c);
}

int iswalpha(wint_t c) {
  return c < 128 ? isalpha((int)c) : among(c, alphabetic, COUNT(alphabetic)) && iswprint(c);
}

int iswdigit(wint_t c) {
  return c - '0' < 10;
}

int iswxdigit(wint_t c) {
  return c < 128 && isxdigit((int)c);
}

int iswalnum(wint_t c) {
  return iswdigit(c) || iswalpha(c);
}

int iswpunct(wint_t c) {
  return iswgraph(c) && !iswalnum(c);
}

static const char *const class_names[] = {"",      "alnum", "alpha", "blank", "cntrl", "digit", "graph",
                                          "lower", "print", "punct", "space", "upper", "xdigit"};

wctype_t wctype(const char *name) {
  for (wctype_t i = 1; i < 13; i++)
    if (!strcmp(name, class_names[i])) return i;
  return 0;
}

int iswctype(wint_t c, wctype_t type) {
  static int (*const tests[])(wint_t) = {0,        iswalnum, iswalpha, iswblank, iswcntrl, iswdigit, iswgraph,
                                         iswlower, iswprint, iswpunct, iswspace, iswupper, iswxdigit};
  return type && type < 13 && tests[type](c);
}

static const int lower_map = 1, upper_map = 2;

wctrans_t wctrans(const char *name) {
  return !strcmp(name, "tolower") ? &lower_map : !strcmp(name, "toupper") ? &upper_map : 0;
}

wint_t towctrans(wint_t c, wctrans_t map) {
  return map == &lower_map ? towlower(c) : map == &upper_map ? towupper(c) : c;
}

int wcwidth(wchar_t c) {
  wint_t u = (wint_t)c;
  if (u < 127) return u == 0 ? 0 : u < 32 ? -1 : 1;
  if (!iswprint(u)) return -1;
  return among(u, combining, COUNT(combining)) ? 0 : among(u, wide, COUNT(wide)) ? 2 : 1;
}

int wcswidth(const wchar_t *s, size_t n) {
  int width = 0;
  for (; n && *s; n--, s++) {
    int w = wcwidth(*s);
    if (w < 0) return -1;
    width += w;
  }
  return width;
}
