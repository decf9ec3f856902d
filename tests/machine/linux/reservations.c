// A program that reserves addresses asks for less and less until it gets some, as the run-time
// system of Haskell does: what it gets lies above 8 GiB (or in the upper half of a smaller address
// space), and leaves room for others.
// expect:
// reserved
// upper half
// usable
// room is left
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

int main(void) {
  size_t length = (size_t)1 << 40;
  char *start = MAP_FAILED;
  while (length > 1 << 20) {
    start = mmap((void *)0x4200000000, length, PROT_NONE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start != MAP_FAILED) {
      break;
    }
    length -= length / 8;
  }
  if (start == MAP_FAILED) {
    return 1;
  }
  puts("reserved");
  uintptr_t top = (uintptr_t)&length;
  puts((uintptr_t)start >= top / 2 || (uintptr_t)start >= (uintptr_t)8 << 30 ? "upper half" : "lower half");
  if (mprotect(start, 1 << 20, PROT_READ | PROT_WRITE) == 0) {
    start[4095] = 1;
    puts(start[4095] + start[4096] == 1 ? "usable" : "wrong");
  }
  void *other = mmap(NULL, length / 2, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  puts(other != MAP_FAILED ? "room is left" : "no room");
  return 0;
}
