/* Scheduling policies and priorities, of processes (<sched.h>) and of threads. */
#include "thread.h"

enum {
  CALL_SETPARAM = 118, CALL_SETSCHEDULER = 119, CALL_GETSCHEDULER = 120, CALL_GETPARAM = 121,
  CALL_RR_GET_INTERVAL = 127, MOST_PRIORITY = 99
};

int sched_setparam(pid_t pid, const struct sched_param *parameter) {
  return (int)__result(SYSCALL2(CALL_SETPARAM, pid, parameter));
}
int sched_getparam(pid_t pid, struct sched_param *parameter) {
  return (int)__result(SYSCALL2(CALL_GETPARAM, pid, parameter));
}
int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameter) {
  return (int)__result(SYSCALL3(CALL_SETSCHEDULER, pid, policy, parameter));
}
int sched_getscheduler(pid_t pid) {
  return (int)__result(SYSCALL1(CALL_GETSCHEDULER, pid));
}
int sched_rr_get_interval(pid_t pid, struct timespec *interval) {
  return (int)__result(SYSCALL2(CALL_RR_GET_INTERVAL, pid, interval));
}
int sched_yield(void) {
  return (int)__result(SYSCALL0(SYS_sched_yield));
}

/* Linux: real-time policies have 1 to 99, the others (batch 3, idle 5, deadline 6) only 0. */
static int priority_of(int policy, int real_time) {
  if (policy == SCHED_FIFO || policy == SCHED_RR) return real_time;
  if (policy == SCHED_OTHER || policy == 3 || policy == 5 || policy == 6) return 0;
  errno = EINVAL;
  return -1;
}

int sched_get_priority_max(int policy) {
  return priority_of(policy, MOST_PRIORITY);
}
int sched_get_priority_min(int policy) {
  return priority_of(policy, 1);
}

static int tid_of(pthread_t id) {
  return __atomic_load_n(&((struct thread *)id)->tid, __ATOMIC_RELAXED);
}

int pthread_getschedparam(pthread_t id, int *restrict policy, struct sched_param *restrict parameter) {
  int tid = tid_of(id);
  if (!tid) return ESRCH;
  long r = SYSCALL1(CALL_GETSCHEDULER, tid);
  if (r < 0) return (int)-r;
  *policy = (int)r;
  return (int)-SYSCALL2(CALL_GETPARAM, tid, parameter);
}

int pthread_setschedparam(pthread_t id, int policy, const struct sched_param *parameter) {
  int tid = tid_of(id);
  return tid ? (int)-SYSCALL3(CALL_SETSCHEDULER, tid, policy, parameter) : ESRCH;
}

int pthread_setschedprio(pthread_t id, int priority) {
  struct sched_param parameter = {.sched_priority = priority};
  int tid = tid_of(id);
  return tid ? (int)-SYSCALL2(CALL_SETPARAM, tid, &parameter) : ESRCH;
}

/* The kernel's number for the processor time of one thread: its complement, then "thread, scheduled". */
int pthread_getcpuclockid(pthread_t id, clockid_t *clock) {
  int tid = tid_of(id);
  if (!tid) return ESRCH;
  *clock = (clockid_t)(~(unsigned)tid << 3 | 4 | 2);
  return 0;
}
