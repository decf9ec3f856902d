/* The kernel's random bytes. */
#include <sys/random.h>
#include "../internal.h"

ssize_t getrandom(void *p, size_t n, unsigned flags) {
  return WAITING(SYSCALL3(SYS_getrandom, p, n, flags));
}

/* All bytes or none; at most 256, so that it never waits once the kernel has enough. */
int getentropy(void *p, size_t n) {
  if (n > 256) {
    errno = EIO;
    return -1;
  }
  for (char *at = p; n;) {
    long got = __result(SYSCALL3(SYS_getrandom, at, n, 0));
    if (got < 0 && errno != EINTR) return -1;
    if (got > 0) {
      at += got;
      n -= (size_t)got;
    }
  }
  return 0;
}
