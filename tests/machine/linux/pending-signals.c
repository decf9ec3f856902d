// Blocked signals: a standard one waits once, real-time ones each; the lowest number is delivered first, so its handler runs last.
// Then the same as records of a signalfd, and timers of timer_create that send them.
// expect:
// 36 36 35 35 12 10
// empty: 11
// 10 from me, 35 with 5
// poll: 1 then 0
// timer: signal 37, code -2, value 42
// periodic: at least 3, then 0 left
// processor time: 27
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t order[100], count, ticks;
static volatile siginfo_t seen;

static void note(int signal) { order[count++] = signal; }

static void tell(int signal, siginfo_t *info, void *context) {
  seen = *info;
  ticks++;
}

int main(void) {
  sigset_t all, old, one;
  sigfillset(&all);
  int signals[] = {SIGUSR2, SIGUSR1, SIGRTMIN + 2, SIGRTMIN + 1};
  for (int i = 0; i < 4; i++) signal(signals[i], note);
  sigprocmask(SIG_BLOCK, &all, &old);
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 4; i++) kill(getpid(), signals[i]);
  sigprocmask(SIG_SETMASK, &old, 0);
  for (int i = 0; i < count; i++) printf("%d%c", order[i], i + 1 < count ? ' ' : '\n');

  sigemptyset(&one);
  sigaddset(&one, SIGUSR1);
  sigaddset(&one, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &one, 0);
  int fd = signalfd(-1, &one, SFD_NONBLOCK | SFD_CLOEXEC);
  struct signalfd_siginfo records[2] = {0};
  printf("empty: %d\n", read(fd, records, sizeof records) < 0 ? errno : 0);
  sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = 5});
  kill(getpid(), SIGUSR1);
  struct pollfd polled = {fd, POLLIN};
  int first = poll(&polled, 1, 1000);
  read(fd, records, sizeof records);
  printf("%d from %s, %d with %d\n", records[0].ssi_signo, records[0].ssi_pid == getpid() ? "me" : "?", records[1].ssi_signo,
         records[1].ssi_int);
  printf("poll: %d then %d\n", first, poll(&polled, 1, 0));

  struct sigaction act = {.sa_sigaction = tell, .sa_flags = SA_SIGINFO};
  sigaction(SIGRTMIN + 3, &act, 0);
  sigaction(SIGPROF, &act, 0);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 3, .sigev_value.sival_int = 42};
  timer_t timer;
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  struct itimerspec time = {{0, 0}, {0, 1000000}};
  timer_settime(timer, 0, &time, 0);
  while (ticks == 0) usleep(1000);
  printf("timer: signal %d, code %d, value %d\n", seen.si_signo, seen.si_code, seen.si_value.sival_int);
  time.it_interval.tv_nsec = 1000000;
  timer_settime(timer, 0, &time, 0);
  ticks = 0;
  while (ticks < 3) usleep(1000);
  time.it_value.tv_nsec = 0;
  timer_settime(timer, 0, &time, 0);
  timer_gettime(timer, &time);
  printf("periodic: at least 3, then %ld left\n", time.it_value.tv_nsec);
  timer_delete(timer);

  ticks = 0;
  struct itimerval busy = {{0, 0}, {0, 10000}};
  setitimer(ITIMER_PROF, &busy, 0);
  while (ticks == 0) {}
  printf("processor time: %d\n", seen.si_signo);
  return 0;
}
