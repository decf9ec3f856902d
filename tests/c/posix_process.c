// skip: interpreter, rv32, pipeline
// Signals that are waited for, timers, priorities, waiting with what was used, groups.
// expect-output: waited 10, 10 from 1
// expect-output: queued 34 7
// expect-output: timed out 1
// expect-output: alarm 1
// expect-output: child 3 1
// expect-output: waitid 1 4
// expect-output: group 1 1
// expect-output: priority 0
// expect-output: swapped badc
// expect-output: pselect 0
// expect-output: difference 1.600000 -1
// expect-output: leap 366 365
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t alarms;
static void on_alarm(int sig) {
  alarms = alarms + 1;
}

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &set, 0);
  int sig = 0;
  kill(getpid(), SIGUSR1);
  int r = sigwait(&set, &sig);
  kill(getpid(), SIGUSR1);
  siginfo_t info;
  int again = sigwaitinfo(&set, &info);
  printf("waited %d, %d from %d\n", r ? -1 : sig, again, info.si_pid == getpid());
  union sigval value = {.sival_int = 7};
  sigqueue(getpid(), SIGRTMIN, value);
  again = sigwaitinfo(&set, &info);
  printf("queued %d %d\n", again, info.si_value.sival_int);
  struct timespec soon = {0, 1000000};
  printf("timed out %d\n", sigtimedwait(&set, &info, &soon) < 0 && errno == EAGAIN);
  signal(SIGALRM, on_alarm);
  struct itimerval once = {{0, 0}, {0, 2000}};
  setitimer(ITIMER_REAL, &once, 0);
  while (!alarms) pause();
  printf("alarm %d\n", (int)alarms);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(3);
  int status = 0;
  struct rusage usage;
  pid_t got = wait4(child, &status, 0, &usage);
  printf("child %d %d\n", WEXITSTATUS(status), got == child);
  fflush(stdout);
  child = fork();
  if (child == 0) _exit(4);
  memset(&info, 0, sizeof info);
  waitid(P_PID, (id_t)child, &info, WEXITED);
  printf("waitid %d %d\n", info.si_code == CLD_EXITED, info.si_status);
  printf("group %d %d\n", getpgid(0) == getpgrp(), getsid(0) > 0);
  printf("priority %d\n", getpriority(PRIO_PROCESS, 0));
  char swapped[5] = "";
  swab("abcd", swapped, 4);
  printf("swapped %s\n", swapped);
  printf("pselect %d\n", pselect(0, 0, 0, 0, &soon, &set));
  struct timeval a = {3, 100000}, b = {1, 500000}, d;
  timersub(&a, &b, &d);
  printf("difference %d.%06d %d\n", (int)d.tv_sec, (int)d.tv_usec, timercmp(&a, &b, <) ? 1 : -1);
  printf("leap %d %d\n", dysize(2000), dysize(1900));
  return 0;
}
