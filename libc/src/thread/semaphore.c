/* Semaphores. */
#include <limits.h>
#include <semaphore.h>
#include "thread.h"

static int fail(int error) {
  errno = error;
  return -1;
}

int sem_init(sem_t *s, int shared, unsigned value) {
  if (value > SEM_VALUE_MAX) return fail(EINVAL);
  if (shared) return fail(ENOSYS);
  *s = (sem_t){.__value = (int)value};
  return 0;
}

int sem_destroy(sem_t *s) {
  (void)s;
  return 0;
}

int sem_trywait(sem_t *s) {
  int value = __atomic_load_n(&s->__value, __ATOMIC_RELAXED);
  while (value > 0)
    if (__atomic_compare_exchange_n(&s->__value, &value, value - 1, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return 0;
  return fail(EAGAIN);
}

static void stop_waiting(void *semaphore) {
  __atomic_sub_fetch(&((sem_t *)semaphore)->__waiters, 1, __ATOMIC_RELAXED);
}

int sem_timedwait(sem_t *restrict s, const struct timespec *restrict until) {
  while (sem_trywait(s)) {
    int r;
    __atomic_add_fetch(&s->__waiters, 1, __ATOMIC_SEQ_CST);
    pthread_cleanup_push(stop_waiting, s);
    __cancel_enter();
    r = __futex_wait(&s->__value, 0, CLOCK_REALTIME, until);
    __cancel_leave();
    pthread_cleanup_pop(1);
    if (r) return fail(r);
  }
  return 0;
}

int sem_wait(sem_t *s) {
  return sem_timedwait(s, 0);
}

int sem_post(sem_t *s) {
  int value = __atomic_load_n(&s->__value, __ATOMIC_RELAXED);
  do {
    if (value == SEM_VALUE_MAX) return fail(EOVERFLOW);
  } while (!__atomic_compare_exchange_n(&s->__value, &value, value + 1, 1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
  if (__atomic_load_n(&s->__waiters, __ATOMIC_SEQ_CST)) __futex_wake(&s->__value, 1);
  return 0;
}

int sem_getvalue(sem_t *restrict s, int *restrict value) {
  *value = __atomic_load_n(&s->__value, __ATOMIC_RELAXED);
  return 0;
}
