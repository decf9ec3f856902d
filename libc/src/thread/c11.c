/* <threads.h> (C17 7.26) over the POSIX functions. */
#include <pthread.h>
#include <stdlib.h>
#include <threads.h>
#include "../internal.h"

static int status(int error) {
  switch (error) {
    case 0: return thrd_success;
    case EBUSY: return thrd_busy;
    case ENOMEM: return thrd_nomem;
    case ETIMEDOUT: return thrd_timedout;
    default: return thrd_error;
  }
}

void call_once(once_flag *flag, void (*function)(void)) {
  pthread_once(flag, function);
}

struct start {
  thrd_start_t function;
  void *argument;
};

static void *run(void *start) {
  struct start s = *(struct start *)start;
  free(start);
  return (void *)(intptr_t)s.function(s.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
  struct start *s = malloc(sizeof *s);
  if (!s) return thrd_nomem;
  *s = (struct start){function, argument};
  int r = pthread_create(thread, 0, run, s);
  if (r) free(s);
  return r == EAGAIN ? thrd_nomem : status(r);
}

thrd_t thrd_current(void) {
  return pthread_self();
}

int thrd_detach(thrd_t thread) {
  return status(pthread_detach(thread));
}

int thrd_equal(thrd_t a, thrd_t b) {
  return a == b;
}

void thrd_exit(int result) {
  pthread_exit((void *)(intptr_t)result);
}

int thrd_join(thrd_t thread, int *result) {
  void *value;
  int r = pthread_join(thread, &value);
  if (r == 0 && result) *result = (int)(intptr_t)value;
  return status(r);
}

int thrd_sleep(const struct timespec *duration, struct timespec *remaining) {
  if (nanosleep(duration, remaining) == 0) return 0;
  return errno == EINTR ? -1 : -2;
}

void thrd_yield(void) {
  sched_yield();
}

int mtx_init(mtx_t *mutex, int type) {
  *mutex = (mtx_t){.__kind = type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL};
  return thrd_success;
}

void mtx_destroy(mtx_t *mutex) {
  (void)mutex;
}

int mtx_lock(mtx_t *mutex) {
  return status(pthread_mutex_lock(mutex));
}

int mtx_timedlock(mtx_t *restrict mutex, const struct timespec *restrict until) {
  return status(pthread_mutex_timedlock(mutex, until));
}

int mtx_trylock(mtx_t *mutex) {
  return status(pthread_mutex_trylock(mutex));
}

int mtx_unlock(mtx_t *mutex) {
  return status(pthread_mutex_unlock(mutex));
}

int cnd_init(cnd_t *condition) {
  return status(pthread_cond_init(condition, 0));
}

void cnd_destroy(cnd_t *condition) {
  (void)condition;
}

int cnd_wait(cnd_t *condition, mtx_t *mutex) {
  return status(pthread_cond_wait(condition, mutex));
}

int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex,
                  const struct timespec *restrict until) {
  return status(pthread_cond_timedwait(condition, mutex, until));
}

int cnd_signal(cnd_t *condition) {
  return status(pthread_cond_signal(condition));
}

int cnd_broadcast(cnd_t *condition) {
  return status(pthread_cond_broadcast(condition));
}

int tss_create(tss_t *key, tss_dtor_t destructor) {
  return status(pthread_key_create(key, destructor));
}

void tss_delete(tss_t key) {
  pthread_key_delete(key);
}

void *tss_get(tss_t key) {
  return pthread_getspecific(key);
}

int tss_set(tss_t key, void *value) {
  return status(pthread_setspecific(key, value));
}
