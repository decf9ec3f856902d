#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const messages[] = {
#include "errors.inc"
};

char *strerror(int error) {
  static char unknown[32];
  if (error == 0) return "Success";
  if (error > 0 && (size_t)error < sizeof messages / sizeof *messages && messages[error])
    return (char *)messages[error];
  snprintf(unknown, sizeof unknown, "Unknown error %d", error);
  return unknown;
}

int strerror_r(int error, char *buffer, size_t size) {
  const char *text = strerror(error);
  size_t length = strlen(text);
  if (size == 0) return ERANGE;
  size_t n = length < size ? length : size - 1;
  memcpy(buffer, text, n);
  buffer[n] = 0;
  return length < size ? 0 : ERANGE;
}

char *strsignal(int sig) {
  static const char *const names[] = {
      [1] = "Hangup", [2] = "Interrupt", [3] = "Quit", [4] = "Illegal instruction",
      [5] = "Trace/breakpoint trap", [6] = "Aborted", [7] = "Bus error",
      [8] = "Floating point exception", [9] = "Killed", [10] = "User defined signal 1",
      [11] = "Segmentation fault", [12] = "User defined signal 2", [13] = "Broken pipe",
      [14] = "Alarm clock", [15] = "Terminated", [17] = "Child exited", [18] = "Continued",
      [19] = "Stopped (signal)", [20] = "Stopped"};
  if (sig > 0 && (size_t)sig < sizeof names / sizeof *names && names[sig]) return (char *)names[sig];
  return "Unknown signal";
}
