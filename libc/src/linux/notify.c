/* Changes of files (inotify(7)). */
#include <sys/inotify.h>
#include "../internal.h"

int inotify_init(void) {
  return inotify_init1(0);
}

int inotify_init1(int flags) {
  return (int)__result(SYSCALL1(SYS_inotify_init1, flags));
}

int inotify_add_watch(int fd, const char *name, uint32_t mask) {
  return (int)__result(SYSCALL3(SYS_inotify_add_watch, fd, name, mask));
}

int inotify_rm_watch(int fd, int watch) {
  return (int)__result(SYSCALL2(SYS_inotify_rm_watch, fd, watch));
}
