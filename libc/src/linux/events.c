/* Descriptors for what can be waited for, and the queue that waits for them. */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include "../internal.h"

enum { KERNEL_SIGSET = 8 }; /* bytes of the kernel's sigset_t */

int epoll_create1(int flags) {
  return (int)__result(SYSCALL1(SYS_epoll_create1, flags));
}
int epoll_create(int size) {
  if (size <= 0) {
    errno = EINVAL;
    return -1;
  }
  return epoll_create1(0);
}
int epoll_ctl(int queue, int operation, int fd, struct epoll_event *event) {
  return (int)__result(SYSCALL4(SYS_epoll_ctl, queue, operation, fd, event));
}
int epoll_pwait(int queue, struct epoll_event *events, int n, int milliseconds, const sigset_t *mask) {
  return (int)WAITING(SYSCALL6(SYS_epoll_pwait, queue, events, n, milliseconds, mask, KERNEL_SIGSET));
}
int epoll_pwait2(int queue, struct epoll_event *events, int n, const struct timespec *timeout,
                 const sigset_t *mask) {
  return (int)WAITING(SYSCALL6(SYS_epoll_pwait2, queue, events, n, timeout, mask, KERNEL_SIGSET));
}
int epoll_wait(int queue, struct epoll_event *events, int n, int milliseconds) {
  return epoll_pwait(queue, events, n, milliseconds, 0);
}

int eventfd(unsigned count, int flags) {
  return (int)__result(SYSCALL2(SYS_eventfd2, count, flags));
}
int eventfd_read(int fd, eventfd_t *value) {
  return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}
int eventfd_write(int fd, eventfd_t value) {
  return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}

int timerfd_create(clockid_t clock, int flags) {
  return (int)__result(SYSCALL2(SYS_timerfd_create, clock, flags));
}
int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *before) {
  return (int)__result(SYSCALL4(SYS_timerfd_settime, fd, flags, value, before));
}
int timerfd_gettime(int fd, struct itimerspec *value) {
  return (int)__result(SYSCALL2(SYS_timerfd_gettime, fd, value));
}

int signalfd(int fd, const sigset_t *mask, int flags) {
  return (int)__result(SYSCALL4(SYS_signalfd4, fd, mask, KERNEL_SIGSET, flags));
}

ssize_t sendfile(int to, int from, off_t *offset, size_t n) {
  return __result(SYSCALL4(SYS_sendfile, to, from, offset, n));
}
