// What sleeps takes no processor time; threads that have ended and children that were waited for count.
// expect:
// asleep: 1
// busy: 1 1 1
// thread: 1 1
// before wait: 1
// child: 1 1
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void spin(double seconds) {
  double end = now(CLOCK_MONOTONIC) + seconds;
  while (now(CLOCK_MONOTONIC) < end);
}

static double usage(int who) {
  struct rusage r;
  getrusage(who, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
}

static void *busy(void *none) {
  spin(0.25);
  return none;
}

int main(void) {
  double start = now(CLOCK_PROCESS_CPUTIME_ID);
  usleep(1000000);
  printf("asleep: %d\n", now(CLOCK_PROCESS_CPUTIME_ID) - start < 0.5);
  spin(0.25);
  printf("busy: %d %d %d\n", now(CLOCK_PROCESS_CPUTIME_ID) - start > 0.2, clock() > CLOCKS_PER_SEC / 5, usage(RUSAGE_THREAD) > 0.2);
  double process = usage(RUSAGE_SELF), thread = usage(RUSAGE_THREAD);
  pthread_t other;
  pthread_create(&other, 0, busy, 0);
  pthread_join(other, 0);
  printf("thread: %d %d\n", usage(RUSAGE_SELF) - process > 0.2, usage(RUSAGE_THREAD) - thread < 0.2);
  pid_t child = fork();
  if (child == 0) {
    spin(0.25);
    _exit(0);
  }
  printf("before wait: %d\n", usage(RUSAGE_CHILDREN) == 0);
  waitpid(child, 0, 0);
  struct tms t;
  times(&t);
  printf("child: %d %d\n", usage(RUSAGE_CHILDREN) > 0.2, t.tms_cutime + t.tms_cstime > 20);
  return 0;
}
