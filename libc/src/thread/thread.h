/* Threads: what their files share. A thread's control block is found through the word below tp. */
#ifndef FERRY_THREAD_H
#define FERRY_THREAD_H

#include <pthread.h>
#include <sched.h>
#include <time.h>
#include "../internal.h"

enum { JOINABLE, DETACHED, EXITED };
enum { SIGCANCEL = 33 };
enum { GATE_OPEN, GATE_CLOSED, GATE_REFUSED }; /* what a thread finds before it runs */

struct thread {
  int tid; /* a futex: the kernel clears it when the thread has ended */
  int state;
  int cancelled, cancel_disabled, cancel_anywhere; /* anywhere: the handler may end the thread */
  int gate;
  char name[16]; /* as the program gave it (pthread_setname_np) */
  void *result;
  void *(*start)(void *);
  void *argument;
  void *mapping; /* of stack, this block and the thread's variables; 0 for the first thread */
  size_t mapped;
  struct __cleanup *cleanup;
  void *values[PTHREAD_KEYS_MAX];
};

struct thread *__self(void);
void __run_key_destructors(struct thread *);

/* Waits while *at == value; an absolute time of the clock may be given. 0, or an error number. */
int __futex_wait(int *at, int value, int clock, const struct timespec *until);
void __futex_wake(int *at, int count);
int __lock_until(int *lock, int clock, const struct timespec *until);

/* Between these the thread may be cancelled at any point. */
void __cancel_enter(void);
void __cancel_leave(void);

#endif
