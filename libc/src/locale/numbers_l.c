/* Numbers from text in a locale: all locales are "C". */
#include <stdlib.h>
#include <wchar.h>

#define FLOATING(TYPE, NAME, CHARACTER)                                                        \
  TYPE NAME##_l(const CHARACTER *restrict s, CHARACTER **restrict end, locale_t locale) {      \
    (void)locale;                                                                              \
    return NAME(s, end);                                                                       \
  }
#define INTEGER(TYPE, NAME, CHARACTER)                                                              \
  TYPE NAME##_l(const CHARACTER *restrict s, CHARACTER **restrict end, int base, locale_t locale) { \
    (void)locale;                                                                                   \
    return NAME(s, end, base);                                                                      \
  }
FLOATING(double, strtod, char)
FLOATING(float, strtof, char)
FLOATING(long double, strtold, char)
FLOATING(double, wcstod, wchar_t)
FLOATING(float, wcstof, wchar_t)
FLOATING(long double, wcstold, wchar_t)
INTEGER(long, strtol, char)
INTEGER(long long, strtoll, char)
INTEGER(unsigned long, strtoul, char)
INTEGER(unsigned long long, strtoull, char)
INTEGER(long, wcstol, wchar_t)
INTEGER(long long, wcstoll, wchar_t)
INTEGER(unsigned long, wcstoul, wchar_t)
INTEGER(unsigned long long, wcstoull, wchar_t)
