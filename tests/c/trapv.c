// -ftrapv: a signed sum, difference, product or negation that does not fit aborts.
// options: -ftrapv
// skip: interpreter, rv32, pipeline
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf again;

static void aborted(int signal) {
  (void) signal;
  longjmp(again, 1);
}

#define TRY(type, expression) \
  do { \
    sigset_t all; \
    signal(SIGABRT, aborted); \
    sigemptyset(&all); \
    sigprocmask(SIG_SETMASK, &all, 0); \
    if (setjmp(again) == 0) { \
      type result = expression; \
      printf("%s: %lld\n", #expression, (long long) result); \
    } else { \
      printf("%s: abort\n", #expression); \
    } \
  } while (0)

volatile int i = INT_MAX, one = 1, least = INT_MIN, big = 65536;
volatile long l = LONG_MAX, lone = 1, lleast = LONG_MIN, lbig = 1L << 33;
volatile short s = 32767;
volatile unsigned u = 4294967295u;

int main(void) {
  TRY(int, i + one);
  TRY(int, i - one);
  TRY(int, least - one);
  TRY(int, least + i);
  TRY(int, big * big);
  TRY(int, big * 32767);
  TRY(int, -least);
  TRY(int, -i);
  TRY(long, l + lone);
  TRY(long, lleast - lone);
  TRY(long, lleast + l);
  TRY(long, lbig * lbig);
  TRY(long, lbig * 7);
  TRY(long, -lleast);
  TRY(short, s + one);
  TRY(unsigned, u + one);
  TRY(int, (i += one));
  TRY(int, (i = INT_MAX, i++));
  TRY(int, (i = INT_MIN, --i));
  TRY(int, (i = 5, i *= 3));
  TRY(int, (s = 32767, s++));
  return 0;
}
