/* Condition variables: a count of signals to wait for a change of. Wake-ups may be spurious. */
#include <limits.h>
#include "thread.h"

int pthread_cond_init(pthread_cond_t *restrict c, const pthread_condattr_t *restrict a) {
  *c = (pthread_cond_t){.__clock = a ? a->__clock : CLOCK_REALTIME};
  return 0;
}

int pthread_cond_destroy(pthread_cond_t *c) {
  (void)c;
  return 0;
}

/* A cancelled thread's clean-up finds the mutex locked. */
static void relock(void *mutex) {
  pthread_mutex_lock(mutex);
}

int pthread_cond_timedwait(pthread_cond_t *restrict c, pthread_mutex_t *restrict m,
                           const struct timespec *restrict until) {
  if (until && (unsigned long)until->tv_nsec >= 1000000000) return EINVAL;
  unsigned seen = __atomic_load_n(&c->__sequence, __ATOMIC_RELAXED);
  int depth = m->__depth, r;
  m->__depth = 0;
  r = pthread_mutex_unlock(m);
  if (r) {
    m->__depth = depth;
    return r;
  }
  pthread_cleanup_push(relock, m);
  __cancel_enter();
  r = __futex_wait((int *)&c->__sequence, (int)seen, c->__clock, until);
  __cancel_leave();
  pthread_cleanup_pop(1);
  m->__depth = depth;
  return r == ETIMEDOUT ? ETIMEDOUT : 0;
}

int pthread_cond_wait(pthread_cond_t *restrict c, pthread_mutex_t *restrict m) {
  return pthread_cond_timedwait(c, m, 0);
}

static int wake(pthread_cond_t *c, int count) {
  __atomic_add_fetch(&c->__sequence, 1, __ATOMIC_RELEASE);
  __futex_wake((int *)&c->__sequence, count);
  return 0;
}

int pthread_cond_signal(pthread_cond_t *c) {
  return wake(c, 1);
}

int pthread_cond_broadcast(pthread_cond_t *c) {
  return wake(c, INT_MAX);
}
