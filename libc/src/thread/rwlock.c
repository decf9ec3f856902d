/* Read-write locks; writers that wait keep new readers out. */
#include <limits.h>
#include "thread.h"

int pthread_rwlock_init(pthread_rwlock_t *restrict l, const pthread_rwlockattr_t *restrict a) {
  (void)a;
  *l = (pthread_rwlock_t){0};
  return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *l) {
  return __atomic_load_n(&l->__state, __ATOMIC_RELAXED) ? EBUSY : 0;
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *l) {
  int state = __atomic_load_n(&l->__state, __ATOMIC_RELAXED);
  while (state >= 0 && !__atomic_load_n(&l->__writers_waiting, __ATOMIC_RELAXED)) {
    if (state == INT_MAX) return EAGAIN;
    if (__atomic_compare_exchange_n(&l->__state, &state, state + 1, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return 0;
  }
  return EBUSY;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *l) {
  int free = 0;
  return __atomic_compare_exchange_n(&l->__state, &free, -1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED) ? 0 : EBUSY;
}

/* Tries again after each release. */
static int acquire(pthread_rwlock_t *l, int (*attempt)(pthread_rwlock_t *),
                   const struct timespec *until) {
  for (;;) {
    unsigned seen = __atomic_load_n(&l->__sequence, __ATOMIC_ACQUIRE);
    int r = attempt(l);
    if (r != EBUSY) return r;
    r = __futex_wait((int *)&l->__sequence, (int)seen, CLOCK_REALTIME, until);
    if (r == ETIMEDOUT || r == EINVAL) return r;
  }
}

static void released(pthread_rwlock_t *l) {
  __atomic_add_fetch(&l->__sequence, 1, __ATOMIC_RELEASE);
  __futex_wake((int *)&l->__sequence, INT_MAX);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict l, const struct timespec *restrict until) {
  return acquire(l, pthread_rwlock_tryrdlock, until);
}

int pthread_rwlock_rdlock(pthread_rwlock_t *l) {
  return acquire(l, pthread_rwlock_tryrdlock, 0);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict l, const struct timespec *restrict until) {
  __atomic_add_fetch(&l->__writers_waiting, 1, __ATOMIC_RELAXED);
  int r = acquire(l, pthread_rwlock_trywrlock, until);
  __atomic_sub_fetch(&l->__writers_waiting, 1, __ATOMIC_RELAXED);
  if (r) released(l); /* readers that stood behind this one may go on */
  return r;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *l) {
  return pthread_rwlock_timedwrlock(l, 0);
}

int pthread_rwlock_unlock(pthread_rwlock_t *l) {
  int state = __atomic_load_n(&l->__state, __ATOMIC_RELAXED);
  if (state < 0) {
    __atomic_store_n(&l->__state, 0, __ATOMIC_RELEASE);
  } else if (__atomic_sub_fetch(&l->__state, 1, __ATOMIC_RELEASE) > 0) {
    return 0;
  }
  released(l);
  return 0;
}
