// Loops that walk through memory, up to where it ends: every fault is at the very byte, with the registers of that moment.
// expect:
// up 1 875fead0e11f68fc
// up 1 beyond faults at 36864, 875fead0e12118fc
// up 4 e17ef1231ccfe0f9
// up 4 beyond faults at 36864, a52cef222e64bf6f
// up 8 beyond faults at 36864, 7d5ccda7938e27b7
// up 3 beyond faults at 36864, b4e2f2746a8f3d2e
// far beyond faults at 36896, c0cdf41f80e61eb3
// down 1 f4872f618c55dc5a
// down 1 beyond faults at 4095, c6a3ece7bdad7dc9
// down 4 beyond faults at 4092, 7a67912056a5aac1
// down 8 beyond faults at 4088, 103c202a88418613
// down 3 beyond faults at 4095, 4c8ab895bec84110
// starts outside faults at 16, 30
// fills 0
// fills beyond faults at 24576, 0
// smooths 2804f371
// smooths into the page faults at 25348, 0
// smooths from the page before faults at 4092, 0
// polls 3e8f3300
// polls over the end faults at 36864, 0
// reverses 172dbc
// reverses over the end faults at 24578, 0
// 4981db1baf075c2d
// taken away: 0x1
// taken away: 0x1
// taken away: 0x1
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define PAGE 4096
static sigjmp_buf back;
static uintptr_t where;
static unsigned long registers;

static void handler(int s, siginfo_t *info, void *context) {
  ucontext_t *u = context;
  where = (uintptr_t) info->si_addr;
  registers = u->uc_mcontext.__gregs[10] * 3 + u->uc_mcontext.__gregs[11];
  siglongjmp(back, s);
}

/* Every walk takes its end where nothing is to fault: a0 moves, a1 adds up. */
#define WALK(name, type, step)                                                          \
  __attribute__((noinline)) static unsigned long name(type *p, type *end) {             \
    register type *a0 __asm__("a0") = p;                                                \
    register unsigned long a1 __asm__("a1") = 0;                                        \
    do {                                                                                \
      unsigned long v = *(volatile type *) a0;                                          \
      a1 = a1 * 5 + v;                                                                  \
      a0 = (type *) ((char *) a0 + (step));                                             \
      __asm__ volatile("" : "+r"(a0), "+r"(a1));                                        \
    } while (a0 != end);                                                                \
    return a1;                                                                          \
  }
WALK(up1, unsigned char, 1)
WALK(up4, unsigned, 4)
WALK(up8, unsigned long, 8)
WALK(up3of4, unsigned, 3) /* misaligned */
WALK(down1, unsigned char, -1)
WALK(down4, unsigned, -4)
WALK(down8, unsigned long, -8)
WALK(down3of4, unsigned, -3)
WALK(far, unsigned, 200)

__attribute__((noinline)) static void fill(unsigned *p, unsigned *end, unsigned v) {
  while (p != end) { *(volatile unsigned *) p = v; p++; v = v * 3 + 1; }
}

/* Two neighbours of the pointer, one of them written, and only sometimes. */
__attribute__((noinline)) static unsigned smooth(unsigned *p, unsigned *end) {
  unsigned sum = 0;
  for (; p < end; p++) {
    sum += p[-1] + 2 * p[0];
    if ((p[0] & 7) == 3) p[1] = sum;
  }
  return sum;
}

/* The base stays, the loop goes on. */
__attribute__((noinline)) static unsigned poll(volatile unsigned *p, unsigned n) {
  unsigned sum = 0;
  for (unsigned i = 0; i < n; i++) sum += p[0] + p[1] * i;
  return sum;
}

/* Short loops, entered again and again at other places. */
__attribute__((noinline)) static unsigned reverse(unsigned char *base, const int *at, int n) {
  unsigned sum = 0;
  for (int k = 0; k < n; k++) {
    unsigned char *a = base + at[k], *b = a + (k & 7);
    while (a < b) { unsigned char t = *a; *a++ = *b; *b-- = t; sum += t; }
  }
  return sum;
}

static volatile unsigned *shared;
static volatile int spinning;
static void *spin(void *unused) {
  unsigned sum = 0;
  if (sigsetjmp(back, 1)) return (void *) 1;
  spinning = 1;
  for (;;) sum += *shared;
  return (void *) (uintptr_t) sum;
}

#define TRY(text, call) TRY_(text, call, 0)
#define TRY_REGISTERS(text, call) TRY_(text, call, registers - 3 * (uintptr_t) m)
#define TRY_(text, call, seen)                                                                              \
  do {                                                                                               \
    unsigned long got = 0;                                                                           \
    if (!sigsetjmp(back, 1)) { got = call; printf("%s %lx\n", text, got); }                          \
    else printf("%s faults at %ld, %lx\n", text, (long) (where - (uintptr_t) m), seen);              \
  } while (0)

int main() {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigaction(SIGSEGV, &action, 0);
  /* Pages 0 and 9 are not there, page 6 may only be read. */
  char *m = mmap(0, 10 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 10 * PAGE; i++) m[i] = i * 7 + (i >> 8);
  mprotect(m, PAGE, PROT_NONE);
  mprotect(m + 9 * PAGE, PAGE, PROT_NONE);
  mprotect(m + 6 * PAGE, PAGE, PROT_READ);
  char *first = m + PAGE, *last = m + 9 * PAGE;
  for (int round = 0; round < 12; round++) {
    int quiet = round < 11;
    FILE *out = stdout;
    if (quiet) stdout = fopen("/dev/null", "w");
    TRY_REGISTERS("up 1", up1((unsigned char *) first, (unsigned char *) last));
    TRY_REGISTERS("up 1 beyond", up1((unsigned char *) first, 0));
    TRY_REGISTERS("up 4", up4((unsigned *) first, (unsigned *) last));
    TRY_REGISTERS("up 4 beyond", up4((unsigned *) (first + 400), 0));
    TRY_REGISTERS("up 8 beyond", up8((unsigned long *) first, 0));
    TRY_REGISTERS("up 3 beyond", up3of4((unsigned *) (first + 1), 0));
    TRY_REGISTERS("far beyond", far((unsigned *) first, 0));
    TRY_REGISTERS("down 1", down1((unsigned char *) last - 1, (unsigned char *) first));
    TRY_REGISTERS("down 1 beyond", down1((unsigned char *) last - 1, 0));
    TRY_REGISTERS("down 4 beyond", down4((unsigned *) (last - 4), 0));
    TRY_REGISTERS("down 8 beyond", down8((unsigned long *) (last - 8), 0));
    TRY_REGISTERS("down 3 beyond", down3of4((unsigned *) (last - 6), 0));
    TRY_REGISTERS("starts outside", up4((unsigned *) (m + 16), 0));
    TRY("fills", (fill((unsigned *) first, (unsigned *) (m + 6 * PAGE), round), 0));
    TRY("fills beyond", (fill((unsigned *) first, 0, round), 0));
    TRY("smooths", smooth((unsigned *) first + 1, (unsigned *) (m + 6 * PAGE) - 1));
    TRY("smooths into the page", smooth((unsigned *) first + 1, (unsigned *) last));
    TRY("smooths from the page before", smooth((unsigned *) first, (unsigned *) first + 9));
    TRY("polls", poll((unsigned *) (first + PAGE - 8), 20000));
    TRY("polls over the end", poll((unsigned *) (last - 4), 20000));
    static int at[6000];
    for (int k = 0; k < 6000; k++) at[k] = k * 331 % (5 * PAGE - 8);
    TRY("reverses", reverse((unsigned char *) first, at, 6000));
    at[5500] = 5 * PAGE - 2;
    TRY("reverses over the end", reverse((unsigned char *) first, at, 6000));
    if (quiet) { fclose(stdout); stdout = out; }
  }
  unsigned long hash = 5381;
  for (char *p = first; p < last; p++) hash = hash * 33 + *p;
  printf("%lx\n", hash);
  /* Another thread takes the page away from a loop that has checked it. */
  shared = mmap(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int round = 0; round < 3; round++) {
    pthread_t thread;
    void *result = 0;
    spinning = 0;
    pthread_create(&thread, 0, spin, 0);
    while (!spinning) ;
    struct timespec pause = {.tv_nsec = 100000000};
    nanosleep(&pause, 0);
    if (round == 1) munmap((void *) shared, PAGE); else mprotect((void *) shared, PAGE, PROT_NONE);
    pthread_join(thread, &result);
    printf("taken away: %p\n", result);
    shared = mmap((void *) shared, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  }
}
