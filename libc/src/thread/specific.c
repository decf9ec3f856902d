/* Once-only initialisation and values of a thread's own. */
#include <limits.h>
#include "thread.h"

enum { NOT_YET, RUNNING, DONE };

/* An initialisation that is cancelled has not happened. */
static void undo(void *control) {
  __atomic_store_n((int *)control, NOT_YET, __ATOMIC_RELEASE);
  __futex_wake(control, INT_MAX);
}

int pthread_once(pthread_once_t *control, void (*function)(void)) {
  for (;;) {
    int seen = NOT_YET;
    if (__atomic_compare_exchange_n(control, &seen, RUNNING, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
      pthread_cleanup_push(undo, control);
      function();
      pthread_cleanup_pop(0);
      __atomic_store_n(control, DONE, __ATOMIC_RELEASE);
      __futex_wake(control, INT_MAX);
      return 0;
    }
    if (seen == DONE) return 0;
    __futex_wait(control, RUNNING, CLOCK_MONOTONIC, 0);
  }
}

static struct {
  int used;
  void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX];
static int key_lock;

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
  __lock(&key_lock);
  unsigned i = 0;
  while (i < PTHREAD_KEYS_MAX && keys[i].used) i++;
  if (i < PTHREAD_KEYS_MAX) {
    keys[i].used = 1;
    keys[i].destructor = destructor;
    *key = i;
  }
  __unlock(&key_lock);
  return i < PTHREAD_KEYS_MAX ? 0 : EAGAIN;
}

int pthread_key_delete(pthread_key_t key) {
  if (key >= PTHREAD_KEYS_MAX || !keys[key].used) return EINVAL;
  __lock(&key_lock);
  keys[key].used = 0;
  keys[key].destructor = 0;
  __unlock(&key_lock);
  return 0;
}

void *pthread_getspecific(pthread_key_t key) {
  return key < PTHREAD_KEYS_MAX ? __self()->values[key] : 0;
}

int pthread_setspecific(pthread_key_t key, const void *value) {
  if (key >= PTHREAD_KEYS_MAX || !keys[key].used) return EINVAL;
  __self()->values[key] = (void *)value;
  return 0;
}

/* Destructors may set values again: four rounds, as C and POSIX want at least. */
void __run_key_destructors(struct thread *t) {
  for (int round = 0, more = 1; more && round < 4; round++) {
    more = 0;
    for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
      void *value = t->values[i];
      t->values[i] = 0;
      if (value && keys[i].used && keys[i].destructor) {
        keys[i].destructor(value);
        more = 1;
      }
    }
  }
}
