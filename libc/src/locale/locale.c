/* One locale, "C", with UTF-8 as its multibyte encoding (C17 7.11). */
#include <limits.h>
#include <locale.h>
#include <string.h>

char *setlocale(int category, const char *name) {
  if ((unsigned)category > LC_ALL) return 0;
  if (!name || !*name || !strcmp(name, "C") || !strcmp(name, "POSIX") || !strcmp(name, "C.UTF-8"))
    return "C";
  return 0;
}

struct lconv *localeconv(void) {
  static struct lconv c = {
      ".", "", "", "", "", "", "", "", "", "",
      CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
      CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX};
  return &c;
}
