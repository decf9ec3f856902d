/* GNU's error.h. */
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned error_message_count;
int error_one_per_line;
void (*error_print_progname)(void);

static void begin(void) {
  fflush(stdout);
  if (error_print_progname) error_print_progname();
  else fprintf(stderr, "%s:", program_invocation_name);
}

static void finish(int status, int number, const char *format, va_list list) {
  vfprintf(stderr, format, list);
  error_message_count++;
  if (number) fprintf(stderr, ": %s", strerror(number));
  fputc('\n', stderr);
  fflush(stderr);
  if (status) exit(status);
}

void error(int status, int number, const char *format, ...) {
  va_list list;
  begin();
  if (!error_print_progname) fputc(' ', stderr);
  va_start(list, format);
  finish(status, number, format, list);
  va_end(list);
}

void error_at_line(int status, int number, const char *file, unsigned line, const char *format, ...) {
  static const char *last_file;
  static unsigned last_line;
  if (error_one_per_line) {
    int same = last_line == line && (file == last_file || (file && last_file && !strcmp(file, last_file)));
    if (same) return;
    last_file = file;
    last_line = line;
  }
  va_list list;
  begin();
  if (file) fprintf(stderr, "%s:%u: ", file, line);
  else if (!error_print_progname) fputc(' ', stderr);
  va_start(list, format);
  finish(status, number, format, list);
  va_end(list);
}
