// Waits on files end at once with the change, with the time that was given, or with a signal.
// net: none
// expect:
// poll pipe: 1, revents 1, byte x
// poll timeout: 0
// poll signal: -1 EINTR
// read signal: -1 EINTR
// restarted read: 1
// eventfd: 8 bytes, 7
// eventfd full: EAGAIN
// timerfd: 8 bytes, 1
// epoll: 1, data 42, events 1
// epoll edge again: 0
// epoll edge after write: 1
// epoll one shot: 1 then 0
// epoll nested: 1
// epoll of a file: EPERM
// closed fd leaves epoll: 0
// select: 1 set 1
// poll closed: POLLNVAL
// hangup: 16
// no time lost: 1
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int p[2];
static void *later(void *a) {
  usleep(30000);
  write((int)(long)a, "x", 1);
  return 0;
}
static pthread_t go(int fd) {
  pthread_t t;
  pthread_create(&t, 0, later, (void *)(long)fd);
  return t;
}
static void onAlarm(int s) {}
static const char *name(void) { return errno == EINTR ? "EINTR" : errno == EAGAIN ? "EAGAIN" : errno == EPERM ? "EPERM" : strerror(errno); }
static void alarmIn(int ms, int flags) {
  struct sigaction sa = {.sa_handler = onAlarm, .sa_flags = flags};
  sigaction(SIGALRM, &sa, 0);
  struct timeval t = {0, ms * 1000}; // Again and again: a busy host may be late for the first.
  setitimer(ITIMER_REAL, &(struct itimerval){t, t}, 0);
}
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main() {
  char b[16];
  double start = now();
  pipe(p);
  pthread_t t = go(p[1]);
  struct pollfd f = {p[0], POLLIN};
  int n = poll(&f, 1, -1);
  int revents = f.revents;
  read(p[0], b, 1);
  pthread_join(t, 0);
  printf("poll pipe: %d, revents %d, byte %c\n", n, revents, b[0]);
  printf("poll timeout: %d\n", poll(&f, 1, 20));
  alarmIn(20, SA_RESTART);
  n = poll(&f, 1, -1);
  printf("poll signal: %d %s\n", n, name());
  alarmIn(20, 0);
  n = read(p[0], b, 1);
  printf("read signal: %d %s\n", n, name());
  alarmIn(10, SA_RESTART);
  t = go(p[1]);
  printf("restarted read: %d\n", (int)read(p[0], b, 1));
  alarmIn(0, SA_RESTART);
  pthread_join(t, 0);

  int e = eventfd(0, 0);
  uint64_t v = 7;
  write(e, &v, 8);
  v = 0;
  n = read(e, &v, 8);
  printf("eventfd: %d bytes, %d\n", n, (int)v);
  fcntl(e, F_SETFL, O_NONBLOCK);
  v = -2;
  write(e, &v, 8);
  v = 1;
  n = write(e, &v, 8);
  printf("eventfd full: %s\n", n < 0 ? name() : "no");

  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  timerfd_settime(timer, 0, &(struct itimerspec){.it_value = {0, 20000000}}, 0);
  n = read(timer, &v, 8);
  printf("timerfd: %d bytes, %d\n", n, (int)v);

  int ep = epoll_create1(0);
  struct epoll_event ev = {EPOLLIN, {.u64 = 42}}, got;
  epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &ev);
  t = go(p[1]);
  n = epoll_wait(ep, &got, 1, -1);
  printf("epoll: %d, data %d, events %d\n", n, (int)got.data.u64, got.events);
  pthread_join(t, 0);
  ev.events = EPOLLIN | EPOLLET;
  epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &ev);
  epoll_wait(ep, &got, 1, -1);
  printf("epoll edge again: %d\n", epoll_wait(ep, &got, 1, 10));
  write(p[1], "y", 1);
  printf("epoll edge after write: %d\n", epoll_wait(ep, &got, 1, 100));
  ev.events = EPOLLIN | EPOLLONESHOT;
  epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &ev);
  n = epoll_wait(ep, &got, 1, 100);
  printf("epoll one shot: %d then %d\n", n, epoll_wait(ep, &got, 1, 10));
  ev.events = EPOLLIN;
  epoll_ctl(ep, EPOLL_CTL_MOD, p[0], &ev);
  int outer = epoll_create1(0);
  epoll_ctl(outer, EPOLL_CTL_ADD, ep, &ev);
  printf("epoll nested: %d\n", epoll_wait(outer, &got, 1, 100));
  int file = open("/proc/self/maps", O_RDONLY);
  n = epoll_ctl(ep, EPOLL_CTL_ADD, file, &ev);
  printf("epoll of a file: %s\n", n < 0 ? name() : "no");
  close(p[0]);
  printf("closed fd leaves epoll: %d\n", epoll_wait(ep, &got, 1, 10));

  pipe(p);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(p[0], &set);
  t = go(p[1]);
  n = select(p[0] + 1, &set, 0, 0, 0);
  printf("select: %d set %d\n", n, FD_ISSET(p[0], &set) != 0);
  pthread_join(t, 0);
  f.fd = 99;
  poll(&f, 1, -1);
  printf("poll closed: %s\n", f.revents == POLLNVAL ? "POLLNVAL" : "?");
  close(p[1]);
  read(p[0], b, 1);
  f.fd = p[0];
  poll(&f, 1, -1);
  printf("hangup: %d\n", f.revents);
  printf("no time lost: %d\n", now() - start < 5);
}
