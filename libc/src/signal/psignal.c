/* Names of signals printed; apart, for programs with handlers would otherwise all have formatted output. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

void psignal(int sig, const char *text) {
  const char *name = strsignal(sig);
  fprintf(stderr, text && *text ? "%s: %s\n" : "%s%s\n", text && *text ? text : "", name);
}

void psiginfo(const siginfo_t *info, const char *text) {
  psignal(info->si_signo, text);
}
