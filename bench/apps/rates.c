/* How often a second: system calls, forks, execs, threads, and turns between two threads. Prints a name and a rate each. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}
static void rate(const char *name, void (*f)(int), int count) {
  f(count / 10 + 1);  // Warm up.
  double start = now();
  f(count);
  printf("%s %.0f\n", name, count / (now() - start));
  fflush(stdout);
}
static void calls(int n) { while (n--) syscall(SYS_getppid); }
static int p[2], q[2];
static void reads(int n) {
  char b[64] = {0};
  while (n--) { write(p[1], b, 64); read(p[0], b, 64); }
}
static void forks(int n) {
  while (n--) {
    if (!fork()) _exit(0);
    wait(0);
  }
}
static char *self;
static void execs(int n) {
  while (n--) {
    if (!vfork()) { execl(self, self, "child", (char *)0); _exit(1); }
    wait(0);
  }
}
static void *nothing(void *x) { return x; }
static void threads(int n) {
  pthread_t t;
  while (n--) { pthread_create(&t, 0, nothing, 0); pthread_join(t, 0); }
}
static int turn, turns;
static void await(int mine) {
  int v;
  while ((v = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) != mine) syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, v, 0);
}
static void give(int to) {
  __atomic_store_n(&turn, to, __ATOMIC_RELEASE);
  syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1);
}
static void *otherFutex(void *x) {
  for (int i = 0; i < turns; i++) { await(1); give(0); }
  return x;
}
static void futexes(int n) {
  pthread_t t;
  turns = n;
  pthread_create(&t, 0, otherFutex, 0);
  while (n--) { give(1); await(0); }
  pthread_join(t, 0);
}
static int fds[2];
static void *otherSocket(void *x) {
  char b;
  for (int i = 0; i < turns; i++) { read(fds[1], &b, 1); write(fds[1], &b, 1); }
  return x;
}
static void sockets(int n) {
  pthread_t t;
  char b = 0;
  turns = n;
  pthread_create(&t, 0, otherSocket, 0);
  while (n--) { write(fds[0], &b, 1); read(fds[0], &b, 1); }
  pthread_join(t, 0);
}
static void polls(int n) {
  pthread_t t;
  char b = 0;
  int e = epoll_create1(0);
  struct epoll_event ev = {EPOLLIN}, got;
  epoll_ctl(e, EPOLL_CTL_ADD, fds[0], &ev);
  turns = n;
  pthread_create(&t, 0, otherSocket, 0);
  while (n--) { write(fds[0], &b, 1); epoll_wait(e, &got, 1, -1); read(fds[0], &b, 1); }
  pthread_join(t, 0);
  close(e);
}
int main(int argc, char **argv) {
  if (argc > 1 && !strcmp(argv[1], "child")) return 0;
  double scale = argc > 1 ? atof(argv[1]) : 1;
  self = argv[0];
  pipe(p);
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
  rate("getppid", calls, 2000000 * scale);
  rate("pipe write and read", reads, 300000 * scale);
  rate("fork, exit, wait", forks, 500 * scale);
  rate("vfork, exec, wait", execs, 200 * scale);
  rate("thread create, join", threads, 2000 * scale);
  rate("futex ping-pong", futexes, 20000 * scale);
  rate("socket ping-pong", sockets, 20000 * scale);
  rate("epoll ping-pong", polls, 20000 * scale);
}
