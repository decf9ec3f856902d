/* Attributes of mutexes, condition variables, read-write locks and barriers. All locks may be shared
 * between processes: their futexes are not private. */
#include "thread.h"

enum { LEAST_PRIORITY = 1, MOST_PRIORITY = 99 }; /* of SCHED_FIFO */

/* An attribute that holds one of 0..MOST. */
#define ATTRIBUTE(TYPE, NAME, FIELD, MOST)                                                     \
  int pthread_##TYPE##_set##NAME(pthread_##TYPE##_t *a, int value) {                            \
    if ((unsigned)value > MOST) return EINVAL;                                                 \
    a->FIELD = value;                                                                          \
    return 0;                                                                                  \
  }                                                                                            \
  int pthread_##TYPE##_get##NAME(const pthread_##TYPE##_t *restrict a, int *restrict value) {   \
    *value = a->FIELD;                                                                         \
    return 0;                                                                                  \
  }
#define LIFE(TYPE)                                      \
  int pthread_##TYPE##_init(pthread_##TYPE##_t *a) {    \
    *a = (pthread_##TYPE##_t){0};                       \
    return 0;                                           \
  }                                                     \
  int pthread_##TYPE##_destroy(pthread_##TYPE##_t *a) { \
    (void)a;                                            \
    return 0;                                           \
  }

LIFE(mutexattr)
ATTRIBUTE(mutexattr, type, __kind, PTHREAD_MUTEX_ERRORCHECK)
ATTRIBUTE(mutexattr, pshared, __shared, PTHREAD_PROCESS_SHARED)
LIFE(rwlockattr)
ATTRIBUTE(rwlockattr, pshared, __shared, PTHREAD_PROCESS_SHARED)
/* Writers that wait are preferred whatever it says. */
ATTRIBUTE(rwlockattr, kind_np, __kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)
LIFE(barrierattr)
ATTRIBUTE(barrierattr, pshared, __shared, PTHREAD_PROCESS_SHARED)
LIFE(condattr)
ATTRIBUTE(condattr, pshared, __shared, PTHREAD_PROCESS_SHARED)

/* Only CLOCK_REALTIME (0) and CLOCK_MONOTONIC (1) can be waited by. */
ATTRIBUTE(condattr, clock, __clock, CLOCK_MONOTONIC)

/* Neither priorities nor owners that have died are followed. */
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *a, int protocol) {
  (void)a;
  if ((unsigned)protocol > PTHREAD_PRIO_PROTECT) return EINVAL;
  return protocol == PTHREAD_PRIO_NONE ? 0 : ENOTSUP;
}

int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *restrict a, int *restrict protocol) {
  (void)a;
  *protocol = PTHREAD_PRIO_NONE;
  return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *a, int robust) {
  (void)a;
  if ((unsigned)robust > PTHREAD_MUTEX_ROBUST) return EINVAL;
  return robust == PTHREAD_MUTEX_STALLED ? 0 : ENOTSUP;
}

int pthread_mutexattr_getrobust(const pthread_mutexattr_t *a, int *robust) {
  (void)a;
  *robust = PTHREAD_MUTEX_STALLED;
  return 0;
}

int pthread_mutexattr_setprioceiling(pthread_mutexattr_t *a, int ceiling) {
  if (ceiling < LEAST_PRIORITY || ceiling > MOST_PRIORITY) return EINVAL;
  a->__ceiling = ceiling;
  return 0;
}

int pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *restrict a, int *restrict ceiling) {
  *ceiling = a->__ceiling ? a->__ceiling : LEAST_PRIORITY;
  return 0;
}

/* No mutex has a ceiling, none is inconsistent. */
int pthread_mutex_setprioceiling(pthread_mutex_t *restrict m, int ceiling, int *restrict before) {
  (void)m, (void)ceiling, (void)before;
  return EINVAL;
}

int pthread_mutex_getprioceiling(const pthread_mutex_t *restrict m, int *restrict ceiling) {
  (void)m, (void)ceiling;
  return EINVAL;
}

int pthread_mutex_consistent(pthread_mutex_t *m) {
  (void)m;
  return EINVAL;
}
