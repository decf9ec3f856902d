/* GNU's additions to glob: braces and tildes. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "glob.h"

int __glob_magic(const char *p, const char *end, int flags) {
  for (; p < end; p++) {
    if (*p == '*' || *p == '?') return 1;
    if (*p == '[' && memchr(p + 1, ']', (size_t)(end - p - 1))) return 1;
    if (*p == '\\' && !(flags & GLOB_NOESCAPE) && p + 1 < end) p++;
  }
  return 0;
}

int glob_pattern_p(const char *pattern, int quote) {
  return __glob_magic(pattern, pattern + strlen(pattern), quote ? 0 : GLOB_NOESCAPE);
}

int __glob_tilde(const char *pattern, int flags, char out[PATH_MAX]) {
  size_t n = strcspn(pattern, "/");
  const char *home = 0;
  struct passwd *p = 0;
  if (n == 1) {
    home = getenv("HOME");
    if ((!home || !*home) && (p = getpwuid(getuid()))) home = p->pw_dir;
  } else if (n < 256) {
    char name[256];
    memcpy(name, pattern + 1, n - 1);
    name[n - 1] = 0;
    if ((p = getpwnam(name))) home = p->pw_dir;
  }
  if (!home && flags & GLOB_TILDE_CHECK) return GLOB_NOMATCH;
  if (!home || !*home) {
    home = "";
    n = 0;
  }
  if (strlen(home) + strlen(pattern + n) >= PATH_MAX) return GLOB_NOSPACE;
  strcpy(out, home);
  strcat(out, pattern + n);
  return 0;
}

const char *__glob_alternative(const char *p, int flags) {
  int depth = 0;
  for (; *p; p++) {
    if (*p == '\\' && !(flags & GLOB_NOESCAPE) && p[1]) p++;
    else if (*p == '{') depth++;
    else if ((*p == ',' && !depth) || (*p == '}' && !depth--)) return p;
  }
  return 0;
}

/* `{}` stands for itself, as in find's -exec. */
const char *__glob_brace(const char *p, int flags, const char **end) {
  for (; *p; p++) {
    if (*p == '\\' && !(flags & GLOB_NOESCAPE) && p[1]) {
      p++;
    } else if (*p == '{' && p[1] == '}') {
      p++;
    } else if (*p == '{') {
      const char *close = __glob_alternative(p + 1, flags);
      while (close && *close == ',') close = __glob_alternative(close + 1, flags);
      if (!close) return 0;
      *end = close;
      return p;
    }
  }
  return 0;
}
