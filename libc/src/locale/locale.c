/* One locale, "C", with UTF-8 as its multibyte encoding (C17 7.11). */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <string.h>

static int known(const char *name) {
  return !*name || !strcmp(name, "C") || !strcmp(name, "POSIX") || !strcmp(name, "C.UTF-8") ||
         !strcmp(name, "C.utf8");
}

char *setlocale(int category, const char *name) {
  if ((unsigned)category > LC_IDENTIFICATION) return 0;
  return !name || known(name) ? "C" : 0;
}

/* All locales are this one: nothing is ever allocated or freed. */
struct __locale {
  char unused;
};
static struct __locale c_locale;
static _Thread_local locale_t current = LC_GLOBAL_LOCALE;

locale_t newlocale(int mask, const char *name, locale_t base) {
  (void)base;
  if (mask & ~(LC_ALL_MASK | 1 << LC_ALL) || !name) {
    errno = EINVAL;
    return 0;
  }
  if (!known(name)) {
    errno = ENOENT;
    return 0;
  }
  return &c_locale;
}

locale_t duplocale(locale_t locale) {
  (void)locale;
  return &c_locale;
}

void freelocale(locale_t locale) {
  (void)locale;
}

locale_t uselocale(locale_t locale) {
  locale_t before = current;
  if (locale) current = locale;
  return before;
}

struct lconv *localeconv(void) {
  static struct lconv c = {
      ".", "", "", "", "", "", "", "", "", "",
      CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
      CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX};
  return &c;
}
