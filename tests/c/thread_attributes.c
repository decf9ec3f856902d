// skip: interpreter, counts
// libs: pthread
// Attributes of threads and locks, scheduling policies, a mutex and a condition two processes share.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "check.h"

static int thread_attributes(void) {
  pthread_attr_t a;
  int value;
  struct sched_param p = {0};
  pthread_attr_init(&a);
  if (pthread_attr_getinheritsched(&a, &value) || value != PTHREAD_INHERIT_SCHED) return 0;
  if (pthread_attr_getschedpolicy(&a, &value) || value != SCHED_OTHER) return 0;
  if (pthread_attr_getschedparam(&a, &p) || p.sched_priority != 0) return 0;
  p.sched_priority = 5;
  if (pthread_attr_setschedparam(&a, &p) != EINVAL || pthread_attr_setschedpolicy(&a, 77) != EINVAL) return 0;
  if (pthread_attr_setschedpolicy(&a, SCHED_RR) || pthread_attr_setschedparam(&a, &p)) return 0;
  if (pthread_attr_getschedparam(&a, &p) || p.sched_priority != 5 || pthread_attr_setinheritsched(&a, 2) != EINVAL) return 0;
  if (pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED) || pthread_attr_getinheritsched(&a, &value)) return 0;
  return value == PTHREAD_EXPLICIT_SCHED && pthread_attr_destroy(&a) == 0;
}

static int mutex_attributes(void) {
  pthread_mutexattr_t a;
  pthread_mutex_t m;
  int value;
  pthread_mutexattr_init(&a);
  if (pthread_mutexattr_getpshared(&a, &value) || value != PTHREAD_PROCESS_PRIVATE) return 0;
  if (pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED) || pthread_mutexattr_setpshared(&a, 5) != EINVAL) return 0;
  if (pthread_mutexattr_getpshared(&a, &value) || value != PTHREAD_PROCESS_SHARED) return 0;
  if (pthread_mutexattr_getprotocol(&a, &value) || value != PTHREAD_PRIO_NONE) return 0;
  if (pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_NONE) || pthread_mutexattr_setprotocol(&a, 9) != EINVAL) return 0;
  if (pthread_mutexattr_getrobust(&a, &value) || value != PTHREAD_MUTEX_STALLED) return 0;
  if (pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_STALLED) || pthread_mutexattr_setrobust(&a, 7) != EINVAL) return 0;
  if (pthread_mutexattr_getprioceiling(&a, &value) || value != 1 || pthread_mutexattr_setprioceiling(&a, 100) != EINVAL) return 0;
  if (pthread_mutexattr_setprioceiling(&a, 9) || pthread_mutexattr_getprioceiling(&a, &value) || value != 9) return 0;
  if (pthread_mutex_init(&m, &a) || pthread_mutex_consistent(&m) != EINVAL) return 0;
  return pthread_mutex_getprioceiling(&m, &value) == EINVAL && pthread_mutex_setprioceiling(&m, 5, 0) == EINVAL;
}

static int other_attributes(void) {
  pthread_condattr_t c;
  pthread_rwlockattr_t r;
  pthread_barrierattr_t b;
  int value;
  pthread_condattr_init(&c);
  pthread_rwlockattr_init(&r);
  pthread_barrierattr_init(&b);
  if (pthread_condattr_setpshared(&c, 1) || pthread_condattr_getpshared(&c, &value) || value != 1) return 0;
  if (pthread_rwlockattr_setpshared(&r, 1) || pthread_rwlockattr_getpshared(&r, &value) || value != 1) return 0;
  if (pthread_barrierattr_setpshared(&b, 1) || pthread_barrierattr_getpshared(&b, &value) || value != 1) return 0;
  if (pthread_barrierattr_setpshared(&b, 2) != EINVAL || pthread_condattr_setpshared(&c, 2) != EINVAL) return 0;
  if (pthread_rwlockattr_getkind_np(&r, &value) || value != PTHREAD_RWLOCK_DEFAULT_NP) return 0;
  if (pthread_condattr_getclock(&c, &value) || value != CLOCK_REALTIME || pthread_condattr_setclock(&c, 77) != EINVAL) return 0;
  return !pthread_condattr_destroy(&c) && !pthread_rwlockattr_destroy(&r) && !pthread_barrierattr_destroy(&b);
}

static int policies(void) {
  struct sched_param p = {.sched_priority = 7};
  int policy = 9;
  if (sched_getscheduler(0) != SCHED_OTHER || sched_getparam(0, &p) || p.sched_priority != 0) return 0;
  if (sched_setscheduler(0, SCHED_OTHER, &p) || sched_setparam(0, &p)) return 0;
  if (sched_get_priority_max(SCHED_FIFO) != 99 || sched_get_priority_min(SCHED_RR) != 1) return 0;
  if (sched_get_priority_max(SCHED_OTHER) != 0 || sched_get_priority_min(44) != -1) return 0;
  p.sched_priority = 7;
  if (pthread_getschedparam(pthread_self(), &policy, &p) || policy != SCHED_OTHER || p.sched_priority != 0) return 0;
  clockid_t clock;
  return !pthread_setschedparam(pthread_self(), SCHED_OTHER, &p) && !pthread_getcpuclockid(pthread_self(), &clock);
}

static void *say_so(void *ran) {
  *(int *)ran = 1;
  return ran;
}

static int explicit_policy(void) {
  pthread_attr_t a;
  pthread_t t;
  int ran = 0;
  void *result;
  pthread_attr_init(&a);
  pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED);
  if (pthread_create(&t, &a, say_so, &ran) || pthread_join(t, &result) || !ran || result != &ran) return 0;
  /* Real-time policies are for the privileged: it runs with it or it does not run. */
  struct sched_param p = {.sched_priority = 3};
  pthread_attr_setschedpolicy(&a, SCHED_FIFO);
  pthread_attr_setschedparam(&a, &p);
  ran = 0;
  int r = pthread_create(&t, &a, say_so, &ran);
  if (r == 0) pthread_join(t, 0);
  return r == 0 ? ran : r == EPERM && !ran;
}

struct shared {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  int turn;
};

static void play(struct shared *s, int own) {
  for (int i = 0; i < 50; i++) {
    pthread_mutex_lock(&s->mutex);
    while (s->turn % 2 != own) pthread_cond_wait(&s->condition, &s->mutex);
    s->turn++;
    pthread_cond_broadcast(&s->condition);
    pthread_mutex_unlock(&s->mutex);
  }
}

/* Ferry's machine gives a child its own copy even of shared memory: there is nothing to test then. */
static int memory_is_shared(struct shared *s) {
  pid_t child = fork();
  if (child == 0) {
    s->turn = 7;
    _exit(0);
  }
  waitpid(child, 0, 0);
  int seen = s->turn == 7;
  s->turn = 0;
  return seen;
}

static int two_processes(void) {
  struct shared *s = mmap(0, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (s == MAP_FAILED) return 0;
  if (!memory_is_shared(s)) return 1;
  pthread_mutexattr_t m;
  pthread_condattr_t c;
  pthread_mutexattr_init(&m);
  pthread_condattr_init(&c);
  pthread_mutexattr_setpshared(&m, PTHREAD_PROCESS_SHARED);
  pthread_condattr_setpshared(&c, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&s->mutex, &m);
  pthread_cond_init(&s->condition, &c);
  pid_t child = fork();
  if (child < 0) return 0;
  play(s, child != 0);
  if (child == 0) _exit(0);
  int status;
  return waitpid(child, &status, 0) == child && status == 0 && s->turn == 100;
}

int main(void) {
  CHECK(1, thread_attributes());
  CHECK(2, mutex_attributes());
  CHECK(3, other_attributes());
  CHECK(4, policies());
  CHECK(5, explicit_policy());
  CHECK(6, two_processes());
  return 0;
}
