/* Mutexes: the plain lock, and an owner with a depth where the kind asks for one. */
#include "thread.h"

int pthread_mutex_init(pthread_mutex_t *restrict m, const pthread_mutexattr_t *restrict a) {
  *m = (pthread_mutex_t){.__kind = a ? a->__kind : PTHREAD_MUTEX_NORMAL};
  return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *m) {
  return __atomic_load_n(&m->__futex, __ATOMIC_RELAXED) ? EBUSY : 0;
}

/* Whether the caller holds it already; then what its kind says of that, -1 for nothing. */
static int again(pthread_mutex_t *m, int tid) {
  if (__atomic_load_n(&m->__owner, __ATOMIC_RELAXED) != tid) return -1;
  if (m->__kind == PTHREAD_MUTEX_ERRORCHECK) return EDEADLK;
  if (m->__depth == 0x7fffffff) return EAGAIN;
  m->__depth++;
  return 0;
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict m, const struct timespec *restrict until) {
  if (m->__kind == PTHREAD_MUTEX_NORMAL) return __lock_until(&m->__futex, CLOCK_REALTIME, until);
  int tid = __self()->tid, known = again(m, tid);
  if (known >= 0) return known;
  int r = __lock_until(&m->__futex, CLOCK_REALTIME, until);
  if (r == 0) __atomic_store_n(&m->__owner, tid, __ATOMIC_RELAXED);
  return r;
}

int pthread_mutex_lock(pthread_mutex_t *m) {
  return pthread_mutex_timedlock(m, 0);
}

int pthread_mutex_trylock(pthread_mutex_t *m) {
  int tid = 0;
  if (m->__kind != PTHREAD_MUTEX_NORMAL) {
    tid = __self()->tid;
    int known = again(m, tid);
    if (known >= 0) return known == EDEADLK ? EBUSY : known;
  }
  int expected = 0;
  if (!__atomic_compare_exchange_n(&m->__futex, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return EBUSY;
  if (tid) __atomic_store_n(&m->__owner, tid, __ATOMIC_RELAXED);
  return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *m) {
  if (m->__kind != PTHREAD_MUTEX_NORMAL) {
    if (__atomic_load_n(&m->__owner, __ATOMIC_RELAXED) != __self()->tid) return EPERM;
    if (m->__depth > 0) {
      m->__depth--;
      return 0;
    }
    __atomic_store_n(&m->__owner, 0, __ATOMIC_RELAXED);
  }
  __unlock(&m->__futex);
  return 0;
}
