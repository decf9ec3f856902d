// Seals of memory files: what they forbid, and when they cannot be put on.
// expect:
// none: 0, not allowed: 1 and 1
// mapped for writing: 16
// shrinking: 1, growing: 1, seals 6
// writing: 1, mapping for writing: 1, for reading: 0
// no more seals: 1
// no memory file: 22
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static int failure(long result) { return result < 0 ? errno : 0; }

static int mapping(int fd, int rights) { return mmap(NULL, 4096, rights, MAP_SHARED, fd, 0) == MAP_FAILED ? errno : 0; }

int main(void) {
  int fd = memfd_create("sealed", MFD_ALLOW_SEALING), plain = memfd_create("plain", 0), pipes[2];
  int none = fcntl(fd, F_GET_SEALS), not_allowed = fcntl(plain, F_GET_SEALS);
  printf("none: %d, not allowed: %d and %d\n", none, not_allowed, failure(fcntl(plain, F_ADD_SEALS, F_SEAL_GROW)));
  ftruncate(fd, 4096);
  char *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  printf("mapped for writing: %d\n", failure(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE)));
  munmap(p, 4096);
  fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
  int shrinking = failure(ftruncate(fd, 100)), growing = failure(ftruncate(fd, 8192));
  printf("shrinking: %d, growing: %d, seals %d\n", shrinking, growing, fcntl(fd, F_GET_SEALS));
  fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE);
  int writing = failure(pwrite(fd, "x", 1, 0)), for_writing = mapping(fd, PROT_READ | PROT_WRITE);
  printf("writing: %d, mapping for writing: %d, for reading: %d\n", writing, for_writing, mapping(fd, PROT_READ));
  fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL);
  printf("no more seals: %d\n", failure(fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE)));
  pipe(pipes);
  printf("no memory file: %d\n", failure(fcntl(pipes[0], F_GET_SEALS)));
  return 0;
}
