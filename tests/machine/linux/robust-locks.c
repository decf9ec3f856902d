// Locks whose owner ends without giving them up, in a thread and in another process; and locks that pass priorities on.
// expect:
// a thread's: 130, consistent 0, unlocked 0, locked 0
// a process's: 130
// one that waits when the owner ends: 130
// inheritance: 0 and 0, counted 20000
// a word: 0, mine 1, deadlock 35, unlocked 0, left 0, not mine 1, no such owner 3
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t priority;
static int counted;

static void *take(void *lock) {
  pthread_mutex_lock(lock);
  return 0;
}

static volatile int taken;

static void *take_and_wait(void *lock) {
  pthread_mutex_lock(lock);
  taken = 1;
  usleep(30000);
  return 0;
}

static void *count(void *unused) {
  for (int i = 0; i < 10000; i++) {
    pthread_mutex_lock(&priority);
    counted++;
    pthread_mutex_unlock(&priority);
  }
  return 0;
}

static int futex(int *word, int operation) { return syscall(SYS_futex, word, operation, 0, 0, 0, 0) < 0 ? errno : 0; }

int main(void) {
  pthread_mutexattr_t robust, inherit;
  pthread_mutexattr_init(&robust);
  pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t lock;
  pthread_t a, b;
  pthread_mutex_init(&lock, &robust);
  pthread_create(&a, 0, take, &lock);
  pthread_join(a, 0);
  int dead = pthread_mutex_lock(&lock), consistent = pthread_mutex_consistent(&lock), unlocked = pthread_mutex_unlock(&lock);
  printf("a thread's: %d, consistent %d, unlocked %d, locked %d\n", dead, consistent, unlocked, pthread_mutex_lock(&lock));

  pthread_mutexattr_setpshared(&robust, PTHREAD_PROCESS_SHARED);
  pthread_mutex_t *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutex_init(shared, &robust);
  fflush(stdout);
  if (fork() == 0) {
    pthread_mutex_lock(shared);
    _exit(0);
  }
  wait(0);
  printf("a process's: %d\n", pthread_mutex_lock(shared));

  pthread_mutex_t other;
  pthread_mutex_init(&other, &robust);
  pthread_create(&a, 0, take_and_wait, &other);
  while (!taken) usleep(1000);
  printf("one that waits when the owner ends: %d\n", pthread_mutex_lock(&other));
  pthread_join(a, 0);

  pthread_mutexattr_init(&inherit);
  int set = pthread_mutexattr_setprotocol(&inherit, PTHREAD_PRIO_INHERIT), made = pthread_mutex_init(&priority, &inherit);
  pthread_create(&a, 0, count, 0);
  pthread_create(&b, 0, count, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  printf("inheritance: %d and %d, counted %d\n", set, made, counted);

  int word = 0, locked = futex(&word, FUTEX_LOCK_PI), mine = word == gettid(), again = futex(&word, FUTEX_LOCK_PI);
  int given = futex(&word, FUTEX_UNLOCK_PI), left = word, not_mine = futex(&word, FUTEX_UNLOCK_PI);
  word = 999999;
  printf("a word: %d, mine %d, deadlock %d, unlocked %d, left %d, not mine %d, no such owner %d\n", locked, mine, again, given, left,
         not_mine, futex(&word, FUTEX_LOCK_PI));
  return 0;
}
