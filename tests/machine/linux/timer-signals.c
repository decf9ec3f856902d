// Signals that find the thread computing: in a loop that looks at memory, in loops that look at nothing, and in nested calls. Each must be left at once, the
// first time as well as later.
// expect:
// 30 ticks, 20 escapes, 5 deep
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

static volatile sig_atomic_t ticks, escaping;
static sigjmp_buf out;

static void tick(int signal) {
  ticks++;
  if (escaping) siglongjmp(out, 1);
}

static void timer(long microseconds) {
  struct itimerval every = {{0, microseconds}, {0, microseconds}};
  setitimer(ITIMER_REAL, &every, 0);
}

__attribute__((noinline)) static unsigned spin(unsigned x) {
  for (;;) {
    __asm__ volatile("" : "+r"(x));
    x = x * 3 + 1;
  }
}

__attribute__((noinline)) static unsigned deep(int n, unsigned x) { return n ? deep(n - 1, x) + 1 : spin(x); }

int main(void) {
  struct sigaction act = {.sa_handler = tick, .sa_flags = SA_NODEFER};
  sigaction(SIGALRM, &act, 0);
  unsigned x = 1;
  for (int i = 0; i < 30000000; i++) { // hot before the first signal
    __asm__ volatile("" : "+r"(x));
    x = x * 3 + 1;
  }
  timer(5000);
  while (ticks < 30) x++;
  int seen = 30;
  volatile int escapes = 0, depths = 0;
  escaping = 1;
  while (escapes < 20) {
    if (sigsetjmp(out, 1) == 0) spin(x);
    escapes++;
  }
  while (depths < 5) {
    if (sigsetjmp(out, 1) == 0) deep(200, x);
    depths++;
  }
  timer(0);
  printf("%d ticks, %d escapes, %d deep\n", seen, escapes, depths);
  return 0;
}
