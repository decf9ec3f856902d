// Loops that have run long over memory keep to its borders when these change: rights taken away, pages unmapped, thrown away or moved, the heap made smaller,
// the stack deep, arrays in turns. Every fault is at its address.
// expect:
// sums 2088960 2088960 522240 522240
// read only: store faults at 5000, load gives 136
// no rights: faults at 8192 and 12287
// unmapped: faults at 16384
// mapped again: 0, sum 2088960
// thrown away: 2088960 becomes 1566720
// moved: old faults, new 1566720
// heap: 1048576, then faults, then 0
// ends: 255 0 faults
// stack: 500500
// turns: 6291456
// written code: 7 then 9
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, BYTES = 16384 };

static sigjmp_buf back;
static char *volatile fault;

static void handler(int number, siginfo_t *info, void *context) {
  fault = info->si_addr;
  siglongjmp(back, 1);
}

__attribute__((noinline)) static long sum(const unsigned char *p, long n) {
  long s = 0;
  for (long i = 0; i < n; i++) s += p[i];
  return s;
}

__attribute__((noinline)) static void fill(unsigned char *p, long n) {
  for (long i = 0; i < n; i++) p[i] = (unsigned char)i;
}

// The first byte of p that a load or a store faults at, as an offset; -1 for none.
static long faultOf(unsigned char *p, long n, int store) {
  struct { long offset; } volatile result = {-1};
  if (sigsetjmp(back, 1) == 0) {
    if (store) fill(p, n);
    else if (sum(p, n) < 0) abort();
  } else {
    result.offset = fault - (char *)p;
  }
  return result.offset;
}

__attribute__((noinline)) static long deep(int n) {
  volatile char room[2000];
  room[0] = (char)n;
  room[1999] = 1;
  return n == 0 ? 0 : deep(n - 1) + n + room[1999] - 1;
}

__attribute__((noinline)) static long turns(int *a, int *b, int *c, long n) {
  long s = 0;
  for (long i = 0; i < n; i++) {
    int *p = i % 3 == 0 ? a : i % 3 == 1 ? b : c;
    p[i & 1023]++;
    s += p[i & 1023] > 0;
  }
  return s;
}

int main(void) {
  struct sigaction act = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &act, 0);
  sigaction(SIGBUS, &act, 0);
  unsigned char *p = mmap(0, 2 * BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  static unsigned char data[PAGE];
  long a = 0, b = 0, c = 0, d = 0;
  unsigned char *heap = malloc(PAGE);
  for (int i = 0; i < 300; i++) {
    fill(p, BYTES), a = sum(p, BYTES);
    fill(data, PAGE), c = sum(data, PAGE);
    fill(heap, PAGE), d = sum(heap, PAGE);
    fill(p, BYTES), b = sum(p, BYTES);
  }
  printf("sums %ld %ld %ld %ld\n", a, b, c, d);

  mprotect(p + PAGE, PAGE, PROT_READ);
  printf("read only: store faults at %ld, load gives %d\n", faultOf(p + 5000, 100, 1) + 5000, p[5000]);
  mprotect(p + PAGE, PAGE, PROT_READ | PROT_WRITE);
  mprotect(p + 2 * PAGE, PAGE, PROT_NONE);
  long first = faultOf(p, BYTES, 0);
  printf("no rights: faults at %ld and %ld\n", first, faultOf(p + 3 * PAGE - 1, 1, 1) + 3 * PAGE - 1);
  mprotect(p + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE);

  munmap(p + BYTES, PAGE);
  printf("unmapped: faults at %ld\n", faultOf(p, 2 * BYTES, 0));
  if (mmap(p + BYTES, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) return 1;
  printf("mapped again: %d, sum %ld\n", p[BYTES], sum(p, BYTES + PAGE));

  long before = sum(p, BYTES);
  madvise(p, PAGE, MADV_DONTNEED);
  printf("thrown away: %ld becomes %ld\n", before, sum(p, BYTES));
  unsigned char *q = mremap(p, BYTES, BYTES, MREMAP_MAYMOVE | MREMAP_FIXED, p + 64 * BYTES);
  long old = faultOf(p, PAGE, 0);
  printf("moved: old %s, new %ld\n", old == 0 ? "faults" : "does not fault", sum(q, BYTES));

  char *end = sbrk(0);
  unsigned char *more = sbrk(1 << 20);
  memset(more, 1, 1 << 20);
  long ones = sum(more, 1 << 20);
  brk(end);
  long gone = faultOf(more + PAGE, PAGE, 0);
  unsigned char *again = sbrk(1 << 20);
  printf("heap: %ld, then %s, then %ld\n", ones, gone == 0 ? "faults" : "does not fault", sum(again, 1 << 20));

  unsigned char *edge = mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(edge + PAGE, PAGE, PROT_NONE);
  long lasts = 0;
  for (int i = 0; i < 2000; i++) {
    fill(edge + PAGE - 256, 256);
    lasts = edge[PAGE - 1];
  }
  long over = faultOf(edge + PAGE - 256, 257, 1);
  printf("ends: %ld %d %s\n", lasts, edge[PAGE - 256], over == 256 ? "faults" : "does not fault");

  long depth = 0;
  for (int i = 0; i < 20; i++) depth = deep(1000);
  printf("stack: %ld\n", depth);

  int *x = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  static int y[1024];
  int *z = malloc(PAGE);
  memset(z, 0, PAGE);
  printf("turns: %ld\n", turns(x, y, z, 6 << 20));

  unsigned *code = mmap(0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int results[2];
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < 20000; i++) {
      code[0] = (k == 0 ? 7u : 9u) << 20 | 0x513; // li a0, k
      code[1] = 0x8067;                           // ret
    }
    __builtin___clear_cache((char *)code, (char *)(code + 2));
    results[k] = ((int (*)(void))code)();
  }
  printf("written code: %d then %d\n", results[0], results[1]);
  return 0;
}
