// Processes by descriptors, clone3, and what is remembered of scheduling and of prctl.
// expect:
// alive 0, exited 7 by pidfd, then 1, signal 3
// not waited for yet: 11, killed by 9
// no process 3, no flag 22, no child 10
// clone3: child 5, its pidfd polls 1
// too small 22, unknown 7
// nice 5 in the child 5, policy 3, processors 1
// attributes 48 3 5, real time 22, no processor 22
// dumpable 0, told of its parent's end 1
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int alive(int fd) { struct pollfd p = {fd, POLLIN}; poll(&p, 1, 0); return p.revents; }
static int failure(long result) { return result < 0 ? errno : 0; }

int main(void) {
  siginfo_t info = {0};
  int go[2];
  char c;
  pipe(go);
  pid_t pid = fork();
  if (pid == 0) { read(go[0], &c, 1); _exit(7); }
  int fd = syscall(SYS_pidfd_open, pid, 0), before = alive(fd);
  write(go[1], "x", 1);
  waitid(3, fd, &info, WEXITED | WNOWAIT);
  int code = info.si_status, after = alive(fd);
  waitid(3, fd, &info, WEXITED);
  printf("alive %d, exited %d by pidfd, then %d, signal %d\n", before, code, after, failure(syscall(SYS_pidfd_send_signal, fd, 0, 0, 0)));
  close(fd);
  pid = fork();
  if (pid == 0) for (;;) pause();
  fd = syscall(SYS_pidfd_open, pid, 04000);
  int yet = failure(waitid(3, fd, &info, WEXITED));
  syscall(SYS_pidfd_send_signal, fd, SIGKILL, 0, 0);
  struct pollfd p = {fd, POLLIN};
  poll(&p, 1, 5000);
  waitid(3, fd, &info, WEXITED);
  printf("not waited for yet: %d, killed by %d\n", yet, info.si_status);
  int self = syscall(SYS_pidfd_open, getpid(), 0);
  int gone = failure(syscall(SYS_pidfd_open, pid, 0)), flag = failure(syscall(SYS_pidfd_open, getpid(), 1));
  printf("no process %d, no flag %d, no child %d\n", gone, flag, failure(waitid(3, self, &info, WEXITED)));

  int child_fd = -1;
  uint64_t arguments[12] = {0x1000, (uintptr_t)&child_fd, 0, 0, SIGCHLD};
  fflush(stdout);
  pid = syscall(SYS_clone3, arguments, 88);
  if (pid == 0) _exit(5);
  int status;
  p.fd = child_fd;
  poll(&p, 1, 5000);
  int polled = alive(child_fd);
  waitpid(pid, &status, 0);
  printf("clone3: child %d, its pidfd polls %d\n", WEXITSTATUS(status), polled);
  arguments[11] = 1;
  int small = failure(syscall(SYS_clone3, arguments, 32));
  printf("too small %d, unknown %d\n", small, failure(syscall(SYS_clone3, arguments, 96)));

  cpu_set_t one, seen;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
  setpriority(PRIO_PROCESS, 0, 5);
  struct sched_param none = {0}, some = {500};
  sched_setscheduler(0, SCHED_BATCH, &none);
  fflush(stdout);
  pid = fork();
  if (pid == 0) {
    sched_getaffinity(0, sizeof seen, &seen);
    printf("nice %d in the child %d, policy %d, processors %d\n", getpriority(PRIO_PROCESS, getppid()), getpriority(PRIO_PROCESS, 0), sched_getscheduler(0), CPU_COUNT(&seen));
    fflush(stdout);
    _exit(0);
  }
  waitpid(pid, 0, 0);
  struct { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t times[3]; } a = {0};
  syscall(SYS_sched_getattr, 0, &a, 48, 0);
  CPU_ZERO(&one);
  int real = failure(sched_setscheduler(0, SCHED_FIFO, &some));
  printf("attributes %d %d %d, real time %d, no processor %d\n", a.size, a.policy, a.nice, real, failure(sched_setaffinity(0, sizeof one, &one)));
  prctl(PR_SET_DUMPABLE, 0);
  fflush(stdout);
  pid = fork();
  if (pid == 0) {
    if (fork() == 0) {
      sigset_t set;
      sigemptyset(&set);
      sigaddset(&set, SIGUSR1);
      sigprocmask(SIG_BLOCK, &set, 0);
      prctl(PR_SET_PDEATHSIG, SIGUSR1);
      write(go[1], "x", 1);
      struct timespec t = {5, 0};
      c = sigtimedwait(&set, 0, &t) == SIGUSR1;
      write(go[1], &c, 1);
      _exit(0);
    }
    read(go[0], &c, 1);
    _exit(0);
  }
  waitpid(pid, 0, 0);
  read(go[0], &c, 1);
  printf("dumpable %d, told of its parent's end %d\n", prctl(PR_GET_DUMPABLE), c);
  return 0;
}
