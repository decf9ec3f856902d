// skip: interpreter
// Locales as objects, of which there is "C", and the functions that take one.
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "check.h"

static int objects(locale_t c) {
  locale_t copy = duplocale(c), global = duplocale(LC_GLOBAL_LOCALE);
  if (!copy || !global || uselocale(0) != LC_GLOBAL_LOCALE) return 0;
  if (uselocale(copy) != LC_GLOBAL_LOCALE || uselocale(0) != copy) return 0;
  if (uselocale(LC_GLOBAL_LOCALE) != copy || uselocale(0) != LC_GLOBAL_LOCALE) return 0;
  freelocale(copy);
  freelocale(global);
  return newlocale(LC_NUMERIC_MASK | LC_PAPER_MASK, "POSIX", c) != 0;
}

static int refusals(void) {
  errno = 0;
  if (newlocale(LC_ALL_MASK, "xx_YY", 0) || errno != ENOENT) return 0;
  errno = 0;
  if (newlocale(1 << 20, "C", 0) || errno != EINVAL) return 0;
  errno = 0;
  if (newlocale(LC_CTYPE_MASK, 0, 0) || errno != EINVAL) return 0;
  return !setlocale(13, 0) && !strcmp(setlocale(LC_MEASUREMENT, 0), "C") && !setlocale(LC_ALL, "xx_YY");
}

static int classes(locale_t c) {
  for (int i = -1; i < 256; i++) {
    if (!isalnum_l(i, c) != !isalnum(i) || !isalpha_l(i, c) != !isalpha(i) || !isblank_l(i, c) != !isblank(i)) return 0;
    if (!iscntrl_l(i, c) != !iscntrl(i) || !isdigit_l(i, c) != !isdigit(i) || !isgraph_l(i, c) != !isgraph(i)) return 0;
    if (!islower_l(i, c) != !islower(i) || !isprint_l(i, c) != !isprint(i) || !ispunct_l(i, c) != !ispunct(i)) return 0;
    if (!isspace_l(i, c) != !isspace(i) || !isupper_l(i, c) != !isupper(i) || !isxdigit_l(i, c) != !isxdigit(i)) return 0;
    if (tolower_l(i, c) != tolower(i) || toupper_l(i, c) != toupper(i)) return 0;
  }
  wctype_t digit = wctype_l("digit", c);
  wctrans_t upper = wctrans_l("toupper", c);
  return iswctype_l('7', digit, c) && !iswctype_l('x', digit, c) && towctrans_l('x', upper, c) == 'X' &&
         iswalpha_l('q', c) && !iswspace_l('q', c) && towlower_l('Q', c) == 'q' && towupper_l('q', c) == 'Q';
}

static int strings(locale_t c) {
  char out[8];
  wchar_t wide[8];
  return strcoll_l("a", "B", c) > 0 && strxfrm_l(out, "abc", 8, c) == 3 && !strcmp(out, "abc") &&
         !strcmp(strerror_l(ENOENT, c), "No such file or directory") && strcasecmp_l("aBc", "AbC", c) == 0 &&
         strncasecmp_l("abX", "ABy", 2, c) == 0 && strncasecmp_l("abX", "ABy", 3, c) < 0 &&
         wcscoll_l(L"a", L"B", c) > 0 && wcsxfrm_l(wide, L"abc", 8, c) == 3 && wcscasecmp_l(L"Q", L"q", c) == 0 &&
         wcsncasecmp_l(L"abX", L"ABy", 2, c) == 0;
}

static int numbers(locale_t c) {
  char *end;
  wchar_t *wide_end;
  return strtod_l("1.5x", &end, c) == 1.5 && *end == 'x' && strtof_l("2.5", 0, c) == 2.5f &&
         strtold_l("-3.25", 0, c) == -3.25L && strtol_l("-12", 0, 10, c) == -12 && strtoll_l("7f", 0, 16, c) == 127 &&
         strtoul_l("010", 0, 0, c) == 8 && strtoull_l("9", &end, 10, c) == 9 && !*end &&
         wcstod_l(L"1.5x", &wide_end, c) == 1.5 && *wide_end == L'x' && wcstol_l(L"-5", 0, 10, c) == -5 &&
         wcstoull_l(L"77", 0, 8, c) == 63;
}

int main(void) {
  locale_t c = newlocale(LC_ALL_MASK, "C", 0);
  CHECK(1, c && objects(c));
  CHECK(2, refusals());
  CHECK(3, classes(c));
  CHECK(4, strings(c));
  CHECK(5, numbers(c));
  return 0;
}
