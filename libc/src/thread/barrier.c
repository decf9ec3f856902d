/* Barriers and spin locks. */
#include <limits.h>
#include "thread.h"

int pthread_barrier_init(pthread_barrier_t *restrict b, const pthread_barrierattr_t *restrict a,
                         unsigned count) {
  (void)a;
  if (count == 0) return EINVAL;
  *b = (pthread_barrier_t){.__wanted = count};
  return 0;
}

/* Waits until the last thread of a round has left: the barrier may lie on a stack. */
int pthread_barrier_destroy(pthread_barrier_t *b) {
  return __atomic_load_n(&b->__arrived, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

int pthread_barrier_wait(pthread_barrier_t *b) {
  unsigned round = __atomic_load_n(&b->__round, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&b->__arrived, 1, __ATOMIC_ACQ_REL) == b->__wanted) {
    __atomic_store_n(&b->__arrived, 0, __ATOMIC_RELAXED);
    __atomic_add_fetch(&b->__round, 1, __ATOMIC_RELEASE);
    __futex_wake((int *)&b->__round, INT_MAX);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  while (__atomic_load_n(&b->__round, __ATOMIC_ACQUIRE) == round)
    __futex_wait((int *)&b->__round, (int)round, CLOCK_MONOTONIC, 0);
  return 0;
}

int pthread_spin_init(pthread_spinlock_t *l, int shared) {
  (void)shared;
  *l = 0;
  return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *l) {
  (void)l;
  return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *l) {
  return __atomic_exchange_n(l, 1, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

int pthread_spin_lock(pthread_spinlock_t *l) {
  while (pthread_spin_trylock(l))
    for (int turns = 0; __atomic_load_n(l, __ATOMIC_RELAXED); turns++)
      if (turns >= 100) sched_yield();
  return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *l) {
  __atomic_store_n(l, 0, __ATOMIC_RELEASE);
  return 0;
}
