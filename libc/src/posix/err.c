/* BSD's err.h. */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char *program_invocation_short_name;

static void say(const char *format, va_list list, int error) {
  fprintf(stderr, "%s: ", program_invocation_short_name);
  if (format) vfprintf(stderr, format, list);
  if (error >= 0) fprintf(stderr, "%s%s", format ? ": " : "", strerror(error));
  fputc('\n', stderr);
}

void warn(const char *format, ...) {
  va_list list;
  int error = errno;
  va_start(list, format);
  say(format, list, error);
  va_end(list);
}

void warnx(const char *format, ...) {
  va_list list;
  va_start(list, format);
  say(format, list, -1);
  va_end(list);
}

void err(int status, const char *format, ...) {
  va_list list;
  int error = errno;
  va_start(list, format);
  say(format, list, error);
  va_end(list);
  exit(status);
}

void errx(int status, const char *format, ...) {
  va_list list;
  va_start(list, format);
  say(format, list, -1);
  va_end(list);
  exit(status);
}
