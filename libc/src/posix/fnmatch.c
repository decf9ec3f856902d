/* File name patterns (POSIX, Shell 2.13). */
#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

static int fold(int c, int flags) {
  return flags & FNM_CASEFOLD ? tolower(c) : c;
}

static int in_class(const char *name, size_t n, int c) {
  static const struct {
    const char *name;
    int (*is)(int);
  } classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
                 {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
                 {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (strlen(classes[i].name) == n && !memcmp(classes[i].name, name, n)) return classes[i].is(c);
  return 0;
}

/* Matches c against the bracket expression behind `[`; the end of it, or 0 if it has none. */
static const char *bracket(const char *p, int c, int flags, int *matched) {
  int negated = *p == '!' || *p == '^', found = 0;
  const char *start = p += negated;
  for (; *p != ']' || p == start; p++) {
    if (!*p) return 0;
    if (p[0] == '[' && p[1] == ':') {
      const char *end = strstr(p + 2, ":]");
      if (end) {
        found |= in_class(p + 2, (size_t)(end - p - 2), c);
        p = end + 1;
        continue;
      }
    }
    if (*p == '\\' && !(flags & FNM_NOESCAPE) && p[1]) p++;
    unsigned char low = (unsigned char)*p, high = low;
    if (p[1] == '-' && p[2] && p[2] != ']') {
      p += 2;
      if (*p == '\\' && !(flags & FNM_NOESCAPE) && p[1]) p++;
      high = (unsigned char)*p;
    }
    found |= fold(c, flags) >= fold(low, flags) && fold(c, flags) <= fold(high, flags);
  }
  *matched = found != negated;
  return p + 1;
}

/* A period that must be matched by itself. */
static int hidden(const char *s, const char *whole, int flags) {
  return *s == '.' && flags & FNM_PERIOD && (s == whole || (flags & FNM_PATHNAME && s[-1] == '/'));
}

/* A star that fails is tried one character further; only the last one needs to be. */
int fnmatch(const char *pattern, const char *s, int flags) {
  const char *whole = s, *p = pattern, *star = 0, *resume = 0;
  for (;;) {
    const char *next = p + 1;
    int matched = 0, c = (unsigned char)*s;
    switch (*p) {
      case '*':
        if (hidden(s, whole, flags)) return FNM_NOMATCH;
        star = p++;
        resume = s;
        continue;
      case 0:
        if (!c || (c == '/' && flags & FNM_LEADING_DIR)) return 0;
        break;
      case '?': matched = c && !(c == '/' && flags & FNM_PATHNAME) && !hidden(s, whole, flags); break;
      case '[':
        if (c && !(c == '/' && flags & FNM_PATHNAME) && !hidden(s, whole, flags)) {
          next = bracket(p + 1, c, flags, &matched);
          if (!next) {
            next = p + 1;
            matched = c == '[';
          }
        }
        break;
      default:
        if (*p == '\\' && !(flags & FNM_NOESCAPE) && p[1]) next = ++p + 1;
        matched = c && fold((unsigned char)*p, flags) == fold(c, flags);
    }
    if (matched) {
      p = next;
      s++;
      continue;
    }
    if (!star || !*resume || (*resume == '/' && flags & FNM_PATHNAME)) return FNM_NOMATCH;
    s = ++resume;
    p = star + 1;
  }
}
