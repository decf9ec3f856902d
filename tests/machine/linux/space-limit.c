// RLIMIT_AS: what is mapped may not become more than it says; what is unmapped makes room.
// expect:
// unlimited: 0
// too much: 12, brk: 12, growing: 12
// in place of another: 0
// after unmapping: 0
// malloc fails: 1
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MB = 1 << 20 };

static int map(size_t size) { return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0; }

int main(void) {
  struct rlimit limit = {128 * MB, 128 * MB};
  printf("unlimited: %d\n", map(100 * MB));
  fflush(stdout);
  setrlimit(RLIMIT_AS, &limit);
  int too_much = map(64 * MB), heap = sbrk(64 * MB) == (void *)-1 ? errno : 0;
  char *p = mmap(NULL, 4 * MB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("too much: %d, brk: %d, growing: %d\n", too_much, heap, mremap(p, 4 * MB, 64 * MB, MREMAP_MAYMOVE) == MAP_FAILED ? errno : 0);
  printf("in place of another: %d\n",
         mmap(p, 4 * MB, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ? errno : 0);
  munmap(p, 4 * MB);
  printf("after unmapping: %d\n", map(4 * MB));
  void *block = malloc(100 * MB);
  printf("malloc fails: %d\n", block == NULL);
  return 0;
}
