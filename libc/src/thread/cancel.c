/* Cancellation. Where a thread may be cancelled while it waits, it says so around the waiting
 * system call; a signal then ends it from its handler. Elsewhere the request is only noted. */
#include <string.h>
#include "thread.h"

static void leave_if_cancelled(struct thread *t) {
  if (t->cancelled && !t->cancel_disabled) pthread_exit(PTHREAD_CANCELED);
}

static void on_cancel(int sig) {
  (void)sig;
  struct thread *t = __self();
  if (t->cancel_anywhere) leave_if_cancelled(t);
}

int pthread_cancel(pthread_t id) {
  struct thread *t = (struct thread *)id;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_cancel;
  sigaction(SIGCANCEL, &action, 0);
  __atomic_store_n(&t->cancelled, 1, __ATOMIC_RELEASE);
  if (t == __self()) {
    if (t->cancel_anywhere) leave_if_cancelled(t);
    return 0;
  }
  return pthread_kill(id, SIGCANCEL);
}

void __cancel_enter(void) {
  struct thread *t = __self();
  t->cancel_anywhere++;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  leave_if_cancelled(t);
}

void __cancel_leave(void) {
  __self()->cancel_anywhere--;
}

void pthread_testcancel(void) {
  leave_if_cancelled(__self());
}

int pthread_setcancelstate(int state, int *old) {
  struct thread *t = __self();
  if ((unsigned)state > PTHREAD_CANCEL_DISABLE) return EINVAL;
  if (old) *old = t->cancel_disabled;
  t->cancel_disabled = state;
  return 0;
}

int pthread_setcanceltype(int type, int *old) {
  struct thread *t = __self();
  if ((unsigned)type > PTHREAD_CANCEL_ASYNCHRONOUS) return EINVAL;
  if (old) *old = t->cancel_anywhere;
  t->cancel_anywhere = type;
  if (type) leave_if_cancelled(t);
  return 0;
}

void __cleanup_push(struct __cleanup *entry) {
  struct thread *t = __self();
  entry->__next = t->cleanup;
  t->cleanup = entry;
}

void __cleanup_pop(struct __cleanup *entry, int run) {
  __self()->cleanup = entry->__next;
  if (run) entry->__function(entry->__argument);
}
