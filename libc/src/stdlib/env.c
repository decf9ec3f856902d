/* The environment (C17 7.22.4.6, POSIX). Strings that setenv made are never freed: a getenv result
 * may still point into them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../internal.h"

static char **owned; /* the array in `environ` if setenv allocated it */

static char **slot(const char *name, size_t length) {
  if (environ)
    for (char **e = environ; *e; e++)
      if (strncmp(*e, name, length) == 0 && (*e)[length] == '=') return e;
  return 0;
}

char *getenv(const char *name) {
  size_t length = strlen(name);
  char **e = length ? slot(name, length) : 0;
  return e ? *e + length + 1 : 0;
}

char *secure_getenv(const char *name) {
  return getenv(name);
}

int putenv(char *string) {
  char *equals = strchr(string, '=');
  if (!equals) return unsetenv(string);
  char **e = slot(string, (size_t)(equals - string));
  if (e) {
    *e = string;
    return 0;
  }
  size_t n = 0;
  while (environ && environ[n]) n++;
  char **grown = malloc((n + 2) * sizeof *grown);
  if (!grown) return -1;
  if (n) memcpy(grown, environ, n * sizeof *grown);
  grown[n] = string;
  grown[n + 1] = 0;
  free(owned);
  environ = owned = grown;
  return 0;
}

int setenv(const char *name, const char *value, int overwrite) {
  size_t n = strlen(name), m = strlen(value);
  if (!n || strchr(name, '=')) {
    errno = EINVAL;
    return -1;
  }
  if (!overwrite && slot(name, n)) return 0;
  char *string = malloc(n + m + 2);
  if (!string) return -1;
  memcpy(string, name, n);
  string[n] = '=';
  memcpy(string + n + 1, value, m + 1);
  return putenv(string);
}

int unsetenv(const char *name) {
  size_t n = strlen(name);
  if (!n || strchr(name, '=')) {
    errno = EINVAL;
    return -1;
  }
  for (char **e; (e = slot(name, n));)
    do e[0] = e[1];
    while (*e++);
  return 0;
}

int clearenv(void) {
  static char *none[] = {0};
  environ = none;
  return 0;
}
