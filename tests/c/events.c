// skip: interpreter, pipeline
// Linux's event queues, counters, timers, signals that are read, and sendfile.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include "check.h"

int main(void) {
  int queue = epoll_create1(EPOLL_CLOEXEC), counter = eventfd(2, EFD_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = 1ull << 40}, got[4];
  eventfd_t value = 0;
  CHECK(1, queue >= 0 && counter >= 0 && epoll_create(0) == -1 && errno == EINVAL);
  CHECK(2, !epoll_ctl(queue, EPOLL_CTL_ADD, counter, &event) && epoll_ctl(queue, EPOLL_CTL_ADD, counter, &event));
  CHECK(3, errno == EEXIST && epoll_wait(queue, got, 4, 0) == 1 && got[0].data.u64 == 1ull << 40);
  CHECK(4, got[0].events == EPOLLIN && !eventfd_read(counter, &value) && value == 2);
  CHECK(5, eventfd_read(counter, &value) == -1 && errno == EAGAIN && epoll_pwait(queue, got, 4, 1, 0) == 0);
  CHECK(6, !eventfd_write(counter, 5) && epoll_wait(queue, got, 4, -1) == 1);
  CHECK(7, !epoll_ctl(queue, EPOLL_CTL_DEL, counter, 0) && epoll_wait(queue, got, 4, 0) == 0);

  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct itimerspec when = {.it_value.tv_nsec = 2000000}, left;
  uint64_t times = 0;
  CHECK(8, timer >= 0 && !timerfd_settime(timer, 0, &when, 0) && !timerfd_gettime(timer, &left));
  CHECK(9, left.it_value.tv_sec == 0 && left.it_interval.tv_nsec == 0);
  event = (struct epoll_event){.events = EPOLLIN, .data.fd = timer};
  CHECK(10, !epoll_ctl(queue, EPOLL_CTL_ADD, timer, &event) && epoll_wait(queue, got, 4, -1) == 1);
  CHECK(11, got[0].data.fd == timer && read(timer, &times, sizeof times) == sizeof times && times == 1);

  sigset_t set;
  struct signalfd_siginfo info;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  CHECK(12, !sigprocmask(SIG_BLOCK, &set, 0) && sizeof info == 128);
  int signals = signalfd(-1, &set, SFD_CLOEXEC);
  /* Not every kernel has it. */
  if (signals >= 0 || errno != ENOSYS) {
    CHECK(13, signals >= 0 && !kill(getpid(), SIGUSR1) && read(signals, &info, sizeof info) == sizeof info);
    CHECK(14, info.ssi_signo == SIGUSR1 && info.ssi_pid == (uint32_t)getpid());
  }

  FILE *from = tmpfile(), *to = tmpfile();
  char text[16] = "";
  off_t offset = 2;
  CHECK(15, from && to && write(fileno(from), "abcdef", 6) == 6);
  CHECK(16, sendfile(fileno(to), fileno(from), &offset, 3) == 3 && offset == 5);
  CHECK(17, pread(fileno(to), text, sizeof text, 0) == 3 && !strcmp(text, "cde"));
  struct pollfd none = {.fd = timer, .events = POLLIN};
  struct timespec now = {0, 0};
  CHECK(18, ppoll(&none, 1, &now, 0) == 0);
  return 0;
}
