/* The lock under everything: a word that is 0 (free), 1 (held) or 2 (held, others may wait).
 * U. Drepper, "Futexes are tricky" (2011), mutex3. */
#include "thread.h"

enum { FUTEX_WAKE = 1, FUTEX_WAIT_BITSET = 9, FUTEX_CLOCK_REALTIME = 256 };

int __threaded;

/* Not private: the memory may be shared with another process. */
int __futex_wait(int *at, int value, int clock, const struct timespec *until) {
  int op = FUTEX_WAIT_BITSET | (clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0);
  long r = SYSCALL6(SYS_futex, at, op, value, until, 0, -1);
  return r == -ETIMEDOUT || r == -EINTR || r == -EINVAL ? (int)-r : 0;
}

void __futex_wake(int *at, int count) {
  SYSCALL3(SYS_futex, at, FUTEX_WAKE, count);
}

int __lock_until(int *lock, int clock, const struct timespec *until) {
  int seen = 0;
  if (__atomic_compare_exchange_n(lock, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return 0;
  if (until && (unsigned long)until->tv_nsec >= 1000000000) return EINVAL;
  if (seen != 2) seen = __atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE);
  while (seen) {
    if (__futex_wait(lock, 2, clock, until) == ETIMEDOUT) return ETIMEDOUT;
    seen = __atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE);
  }
  return 0;
}

void __lock(int *lock) {
  __lock_until(lock, CLOCK_MONOTONIC, 0);
}

void __unlock(int *lock) {
  if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2) __futex_wake(lock, 1);
}
