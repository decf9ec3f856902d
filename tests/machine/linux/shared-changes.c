// What one thread or process does while another sleeps or dies: nothing is lost, taken or left behind.
// expect:
// unblocked: 1
// a stopped reader takes nothing: "abc"
// SIGCHLD is there when wait returns: 200
// a child reads a signalfd of its parent's: 10
// a file that was renamed: same 1, size 5, names 0
// not taken: 2 then "34"
// odd positions: 22 22 27
// queued: 0, at last 11
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int got;
static void count(int s) { got++; }

static void unblock(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  signal(SIGUSR1, count);
  sigprocmask(SIG_BLOCK, &set, 0);
  kill(getpid(), SIGUSR1);
  sigprocmask(SIG_UNBLOCK, &set, 0);
  printf("unblocked: %d\n", got);
}

static void stopped_reader(void) {
  int fds[2];
  char b[8] = "";
  pipe(fds);
  pid_t pid = fork();
  if (pid == 0) {
    read(fds[0], b, 3);
    _exit(0);
  }
  usleep(20000);
  kill(pid, SIGSTOP);
  waitpid(pid, 0, WUNTRACED);
  write(fds[1], "abc", 3);
  usleep(50000);
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  read(fds[0], b, 3);
  printf("a stopped reader takes nothing: \"%s\"\n", b);
  kill(pid, SIGKILL);
  waitpid(pid, 0, 0);
}

static void signals_of_children(void) {
  sigset_t set, pending;
  struct timespec none = {0, 0};
  int there = 0;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, 0);
  for (int i = 0; i < 200; i++) {
    pid_t pid = fork();
    if (pid == 0) _exit(0);
    waitpid(pid, 0, 0);
    there += sigtimedwait(&set, 0, &none) == SIGCHLD;
  }
  printf("SIGCHLD is there when wait returns: %d\n", there);
  sigprocmask(SIG_UNBLOCK, &set, 0);
}

static void signal_file(void) {
  sigset_t set;
  int status;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, 0);
  int fd = signalfd(-1, &set, 0);
  pid_t pid = fork();
  if (pid == 0) {
    struct signalfd_siginfo info;
    alarm(5);
    read(fd, &info, sizeof info);
    _exit(info.ssi_signo);
  }
  usleep(20000);
  kill(pid, SIGUSR1);
  waitpid(pid, &status, 0);
  printf("a child reads a signalfd of its parent's: %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void files(void) {
  struct stat before, after, last;
  int fd = open("first", O_RDWR | O_CREAT, 0600);
  fstat(fd, &before);
  write(fd, "12345", 5);
  rename("first", "second");
  fstat(fd, &after);
  close(open("other", O_RDWR | O_CREAT, 0600));
  unlink("second");
  close(open("first", O_RDWR | O_CREAT, 0600));
  fstat(fd, &last);
  printf("a file that was renamed: same %d, size %d, names %d\n", before.st_ino == after.st_ino && before.st_ino == last.st_ino, (int)last.st_size, (int)last.st_nlink);
  unlink("first");
  unlink("other");

  int p[2];
  char b[8] = "";
  pipe(p);
  fcntl(p[1], F_SETPIPE_SZ, 4096);
  fcntl(p[1], F_SETFL, O_NONBLOCK);
  char many[4094] = {0};
  write(p[1], many, sizeof many);
  write(p[1], "xy", 2);
  lseek(fd, 0, SEEK_SET);
  read(p[0], many, 4094);
  read(p[0], many, 2);
  lseek(fd, 0, SEEK_SET);
  int n = splice(fd, 0, p[1], 0, 2, 0);
  read(fd, b, 2);
  printf("not taken: %d then \"%s\"\n", n, b);
}

static void odd_positions(void) {
  int fd = memfd_create("m", 0), e[3];
  char b[16] = "";
  write(fd, "123", 3);
  e[0] = pread(fd, b, 3, -1) < 0 ? errno : 0;
  e[1] = pwrite(fd, b, 3, -2) < 0 ? errno : 0;
  struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  e[2] = pwrite(fd, b, 16, 0x7ffffffffffffff8) < 0 ? errno : 0;
  if (e[2] == EINVAL) e[2] = EFBIG; // Linux says one or the other.
  printf("odd positions: %d %d %d\n", e[0], e[1], e[2]);
}

static void queue(void) {
  sigset_t set;
  struct rlimit few = {3000, 3000};
  int r, n = 0;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, 0);
  setrlimit(RLIMIT_SIGPENDING, &few);
  int first = sigqueue(getpid(), SIGRTMIN + 1, (union sigval){0});
  while ((r = sigqueue(getpid(), SIGRTMIN + 1, (union sigval){0})) == 0 && n < 100000) n++;
  printf("queued: %d, at last %d\n", first, errno);
}

int main(void) {
  unblock();
  stopped_reader();
  signals_of_children();
  signal_file();
  files();
  odd_positions();
  queue();
  return 0;
}
