// skip: interpreter, counts
// libs: pthread
// POSIX and C11 threads: locks, conditions, cancellation, thread-local values, streams that threads share.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>
#include "check.h"

enum { N = 8 };
static pthread_t t[N];
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;

static void start(void *(*function)(void *)) {
  for (long i = 0; i < N; i++)
    if (pthread_create(&t[i], 0, function, (void *)i)) exit(100);
}

static long join(void) {
  long sum = 0;
  for (int i = 0; i < N; i++) {
    void *result;
    pthread_join(t[i], &result);
    sum += (long)result;
  }
  return sum;
}

static long counter;
static _Thread_local int mine = 7;
static void *count(void *own) {
  mine += (int)(long)own;
  for (int i = 0; i < 2000; i++) {
    pthread_mutex_lock(&m);
    counter++;
    pthread_mutex_unlock(&m);
    char *p = malloc(10 + (size_t)i % 200);
    p[0] = 1;
    free(p);
  }
  return (void *)(long)mine;
}

static int queue, done;
static void *consume(void *unused) {
  long got = 0;
  pthread_mutex_lock(&m);
  for (;;) {
    while (!queue && !done) pthread_cond_wait(&c, &m);
    if (!queue) break;
    queue--;
    got++;
  }
  pthread_mutex_unlock(&m);
  return (void *)got;
}

static int cleaned;
static void clean(void *flag) { *(int *)flag = 1; }
static void *wait_forever(void *unused) {
  pthread_cleanup_push(clean, &cleaned);
  pthread_mutex_lock(&m);
  for (;;) pthread_cond_wait(&c, &m);
  pthread_cleanup_pop(0);
  return 0;
}
static void *sleep_long(void *unused) {
  sleep(1000);
  return 0;
}
static int is_cancelled(void *(*function)(void *)) {
  void *result;
  pthread_create(&t[0], 0, function, 0);
  usleep(2000);
  pthread_cancel(t[0]);
  pthread_join(t[0], &result);
  return result == PTHREAD_CANCELED;
}

static pthread_key_t key;
static int destroyed;
static void destroy(void *p) { __atomic_add_fetch(&destroyed, *(int *)p, __ATOMIC_RELAXED); }
static void *set_key(void *unused) {
  static int five = 5;
  pthread_setspecific(key, &five);
  return 0;
}

static pthread_barrier_t barrier;
static void *meet(void *unused) {
  long serial = 0;
  for (int i = 0; i < 50; i++) serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
  return (void *)serial;
}

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int a, b;
static void *read_or_write(void *own) {
  long torn = 0;
  for (int i = 0; i < 300; i++) {
    if ((long)own % 2) {
      pthread_rwlock_rdlock(&lock);
      torn += a != b;
    } else {
      pthread_rwlock_wrlock(&lock);
      a++;
      b++;
    }
    pthread_rwlock_unlock(&lock);
  }
  return (void *)torn;
}

static int calls;
static void once(void) { calls++; }
static int answer(void *unused) { return 42; }

static FILE *shared;
static void *print(void *own) {
  for (int i = 0; i < 100; i++) fprintf(shared, "line %ld\n", (long)own);
  return 0;
}
static int whole_lines(void) {
  char line[80];
  int lines = 0, n;
  rewind(shared);
  while (fgets(line, sizeof line, shared)) lines += sscanf(line, "line %d\n", &n) == 1 && strlen(line) == 7;
  return lines;
}

int main(void) {
  start(count);
  CHECK(1, join() == 7 * N + N * (N - 1) / 2);
  CHECK(2, counter == 2000 * N && mine == 7);

  start(consume);
  for (int i = 0; i < 500; i++) {
    pthread_mutex_lock(&m);
    queue++;
    pthread_cond_signal(&c);
    pthread_mutex_unlock(&m);
  }
  pthread_mutex_lock(&m);
  done = 1;
  pthread_cond_broadcast(&c);
  pthread_mutex_unlock(&m);
  CHECK(3, join() == 500);

  CHECK(4, is_cancelled(wait_forever) && cleaned);
  CHECK(5, pthread_mutex_trylock(&m) == EBUSY); /* it was locked again for the clean-up */
  pthread_mutex_unlock(&m);
  CHECK(6, is_cancelled(sleep_long));

  pthread_key_create(&key, destroy);
  start(set_key);
  join();
  CHECK(7, destroyed == 5 * N);

  pthread_barrier_init(&barrier, 0, N);
  start(meet);
  CHECK(8, join() == 50);
  start(read_or_write);
  CHECK(9, join() == 0);
  CHECK(10, a == 300 * N / 2);

  pthread_once_t control = PTHREAD_ONCE_INIT;
  pthread_once(&control, once);
  pthread_once(&control, once);
  CHECK(11, calls == 1);

  struct timespec now;
  timespec_get(&now, TIME_UTC);
  pthread_mutex_lock(&m);
  CHECK(12, pthread_cond_timedwait(&c, &m, &now) == ETIMEDOUT);
  pthread_mutex_unlock(&m);

  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  CHECK(13, sem_wait(&semaphore) == 0);
  CHECK(14, sem_trywait(&semaphore) == -1 && errno == EAGAIN);

  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_t again;
  pthread_mutex_init(&again, &kind);
  CHECK(15, pthread_mutex_lock(&again) == 0 && pthread_mutex_lock(&again) == 0);
  CHECK(16, pthread_mutex_unlock(&again) == 0 && pthread_mutex_unlock(&again) == 0);
  CHECK(17, pthread_mutex_unlock(&again) == EPERM);

  thrd_t thread;
  int result;
  CHECK(18, thrd_create(&thread, answer, 0) == thrd_success);
  CHECK(19, thrd_join(thread, &result) == thrd_success && result == 42);

  static char text[16 * 100 * N];
  shared = fmemopen(text, sizeof text, "w+");
  start(print);
  join();
  CHECK(20, whole_lines() == 100 * N);
  return 0;
}
