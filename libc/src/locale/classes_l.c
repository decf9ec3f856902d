/* Classes of characters in a locale: all locales are "C". */
#include <ctype.h>
#include <wctype.h>

#define CLASS(NAME)                              \
  int is##NAME##_l(int c, locale_t locale) {     \
    (void)locale;                                \
    return is##NAME(c);                          \
  }                                              \
  int isw##NAME##_l(wint_t c, locale_t locale) { \
    (void)locale;                                \
    return isw##NAME(c);                         \
  }
CLASS(alnum)
CLASS(alpha)
CLASS(blank)
CLASS(cntrl)
CLASS(digit)
CLASS(graph)
CLASS(lower)
CLASS(print)
CLASS(punct)
CLASS(space)
CLASS(upper)
CLASS(xdigit)

#define MAP(TYPE, NAME)                        \
  TYPE NAME##_l(TYPE c, locale_t locale) {     \
    (void)locale;                              \
    return NAME(c);                            \
  }
MAP(int, tolower)
MAP(int, toupper)
MAP(wint_t, towlower)
MAP(wint_t, towupper)

wctype_t wctype_l(const char *name, locale_t locale) {
  (void)locale;
  return wctype(name);
}
int iswctype_l(wint_t c, wctype_t type, locale_t locale) {
  (void)locale;
  return iswctype(c, type);
}
wctrans_t wctrans_l(const char *name, locale_t locale) {
  (void)locale;
  return wctrans(name);
}
wint_t towctrans_l(wint_t c, wctrans_t map, locale_t locale) {
  (void)locale;
  return towctrans(c, map);
}
