/* Creating, ending, joining threads. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "thread.h"

enum {
  CLONE_VM = 0x100, CLONE_FS = 0x200, CLONE_FILES = 0x400, CLONE_SIGHAND = 0x800,
  CLONE_THREAD = 0x10000, CLONE_SYSVSEM = 0x40000, CLONE_SETTLS = 0x80000,
  CLONE_PARENT_SETTID = 0x100000, CLONE_CHILD_CLEARTID = 0x200000,
  PAGE = 4096, DEFAULT_STACK = 2 << 20, FUTEX_WAIT = 0
};

int __clone_thread(long flags, void *stack, int *parent_tid, void *tls, int *child_tid);
_Noreturn void __unmap_and_exit(void *mapping, size_t size);
size_t __tls_room(void);
char *__tls_place(char *block);

static struct thread first;
static int live = 1; /* threads that have not ended */

static struct thread **slot(void) {
  struct thread **tp;
  __asm__("mv %0, tp" : "=r"(tp));
  return tp - 1;
}

struct thread *__self(void) {
  struct thread **own = slot();
  if (!*own) {
    /* Only the first thread starts without one. */
    first.tid = (int)SYSCALL1(SYS_set_tid_address, &first.tid);
    *own = &first;
  }
  return *own;
}

pthread_t pthread_self(void) {
  return (pthread_t)__self();
}

int pthread_equal(pthread_t a, pthread_t b) {
  return a == b;
}

static _Noreturn void run(struct thread *t) {
  while (__atomic_load_n(&t->gate, __ATOMIC_ACQUIRE) == GATE_CLOSED) __futex_wait(&t->gate, GATE_CLOSED, CLOCK_MONOTONIC, 0);
  if (t->gate == GATE_REFUSED) pthread_exit(0);
  pthread_exit(t->start(t->argument));
}

/* Where the parts of a thread's memory lie, from below: guard, stack, control block, variables. */
static struct thread *lay_out(const pthread_attr_t *attributes, char **stack, char **tp) {
  size_t size = attributes && attributes->__stack_size ? attributes->__stack_size : DEFAULT_STACK;
  size_t guard = attributes ? attributes->__guard_size : PAGE;
  char *own = attributes ? attributes->__stack : 0;
  size_t above = (sizeof(struct thread) + __tls_room() + 63) & -64UL;
  size_t whole = (guard + (own ? 0 : size) + above + PAGE - 1) & -(size_t)PAGE;
  long at = SYSCALL6(SYS_mmap, 0, whole, 3, 0x20022, -1, 0); /* private, anonymous, a stack */
  if ((unsigned long)at > -4096UL) return 0;
  if (guard && !own) SYSCALL3(SYS_mprotect, at, guard, 0);
  char *block = (char *)at + whole - above;
  struct thread *t = (struct thread *)block;
  t->mapping = (void *)at;
  t->mapped = whole;
  *tp = __tls_place(block + sizeof *t);
  ((struct thread **)*tp)[-1] = t;
  *stack = (char *)((uintptr_t)(own ? own + size : block) & -16UL);
  return t;
}

static void wait_for(struct thread *);
static void bury(struct thread *);

/* Gives a thread that waits at its gate the policy and priority asked for, then lets it run or end. */
static int schedule(struct thread *t, const pthread_attr_t *attributes) {
  struct sched_param parameter = {.sched_priority = attributes->__priority};
  int r = pthread_setschedparam((pthread_t)t, attributes->__policy, &parameter);
  if (!r && attributes->__detached) t->state = DETACHED;
  __atomic_store_n(&t->gate, r ? GATE_REFUSED : GATE_OPEN, __ATOMIC_RELEASE);
  __futex_wake(&t->gate, 1);
  if (r) {
    wait_for(t);
    bury(t);
  }
  return r;
}

int pthread_create(pthread_t *restrict out, const pthread_attr_t *restrict attributes,
                   void *(*start)(void *), void *restrict argument) {
  __self();
  __threaded = 1;
  char *stack, *tp;
  struct thread *t = lay_out(attributes, &stack, &tp);
  if (!t) return EAGAIN;
  t->start = start;
  t->argument = argument;
  t->state = attributes && attributes->__detached ? DETACHED : JOINABLE;
  int scheduled = attributes && attributes->__explicit == PTHREAD_EXPLICIT_SCHED;
  if (scheduled) {
    t->gate = GATE_CLOSED;
    t->state = JOINABLE; /* until it is known whether it may run */
  }
  void **top = (void **)stack - 2;
  top[0] = (void *)run;
  top[1] = t;
  __atomic_add_fetch(&live, 1, __ATOMIC_RELAXED);
  long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
               CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  /* Before the thread runs: afterwards it may be gone already. */
  *out = (pthread_t)t;
  int r = __clone_thread(flags, top, &t->tid, tp, &t->tid);
  if (r >= 0) return scheduled ? schedule(t, attributes) : 0;
  __atomic_sub_fetch(&live, 1, __ATOMIC_RELAXED);
  SYSCALL2(SYS_munmap, t->mapping, t->mapped);
  return EAGAIN;
}

void pthread_exit(void *result) {
  struct thread *t = __self();
  t->cancel_disabled = 1;
  t->result = result;
  while (t->cleanup) {
    struct __cleanup *top = t->cleanup;
    t->cleanup = top->__next;
    top->__function(top->__argument);
  }
  __run_key_destructors(t);
  if (__atomic_sub_fetch(&live, 1, __ATOMIC_ACQ_REL) == 0) exit(0);
  unsigned long all = -1UL;
  SYSCALL4(SYS_rt_sigprocmask, SIG_BLOCK, &all, 0, 8);
  if (__atomic_exchange_n(&t->state, EXITED, __ATOMIC_ACQ_REL) == DETACHED && t->mapping) {
    /* Nobody will: the kernel must not write to what is gone. */
    SYSCALL1(SYS_set_tid_address, 0);
    __unmap_and_exit(t->mapping, t->mapped);
  }
  for (;;) SYSCALL1(SYS_exit, 0);
}

/* Waits until the kernel has left the thread's memory. */
static void wait_for(struct thread *t) {
  int tid;
  while ((tid = __atomic_load_n(&t->tid, __ATOMIC_ACQUIRE))) SYSCALL4(SYS_futex, &t->tid, FUTEX_WAIT, tid, 0);
}

static void bury(struct thread *t) {
  if (t->mapping) SYSCALL2(SYS_munmap, t->mapping, t->mapped);
}

int pthread_join(pthread_t id, void **result) {
  struct thread *t = (struct thread *)id;
  if (t == __self()) return EDEADLK;
  if (__atomic_load_n(&t->state, __ATOMIC_ACQUIRE) == DETACHED) return EINVAL;
  __cancel_enter();
  wait_for(t);
  __cancel_leave();
  if (result) *result = t->result;
  bury(t);
  return 0;
}

int pthread_detach(pthread_t id) {
  struct thread *t = (struct thread *)id;
  int expected = JOINABLE;
  if (__atomic_compare_exchange_n(&t->state, &expected, DETACHED, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return 0;
  if (expected == DETACHED) return EINVAL;
  wait_for(t);
  bury(t);
  return 0;
}

int pthread_kill(pthread_t id, int sig) {
  int tid = __atomic_load_n(&((struct thread *)id)->tid, __ATOMIC_RELAXED);
  if (!tid) return ESRCH;
  return (int)-SYSCALL3(SYS_tgkill, SYSCALL0(SYS_getpid), tid, sig);
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
  return (int)-SYSCALL4(SYS_rt_sigprocmask, how, set, old, 8);
}

/* Names are kept by nobody: there is no /proc to show them. */
/* The kernel is told of one's own name only; of others' it would have to be through /proc. */
int pthread_setname_np(pthread_t id, const char *name) {
  struct thread *t = (struct thread *)id;
  if (strlen(name) >= sizeof t->name) return ERANGE;
  strcpy(t->name, name);
  enum { PR_SET_NAME = 15 };
  if (t == __self()) SYSCALL2(SYS_prctl, PR_SET_NAME, name);
  return 0;
}

/* A thread without a name has the program's. */
int pthread_getname_np(pthread_t id, char *name, size_t size) {
  struct thread *t = (struct thread *)id;
  if (size < sizeof t->name) return ERANGE;
  strncpy(name, *t->name ? t->name : __program_name, sizeof t->name - 1);
  name[sizeof t->name - 1] = 0;
  return 0;
}

/* Around fork (pthread_atfork): handlers, the last registered first before, in order after. */
struct fork_handlers {
  void (*prepare)(void), (*parent)(void), (*child)(void);
};
static struct fork_handlers *handlers;
static int handler_count, handler_lock;

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  __lock(&handler_lock);
  struct fork_handlers *more = realloc(handlers, (size_t)(handler_count + 1) * sizeof *more);
  if (more) {
    handlers = more;
    handlers[handler_count++] = (struct fork_handlers){prepare, parent, child};
  }
  __unlock(&handler_lock);
  return more ? 0 : ENOMEM;
}

void __fork_prepare(void) {
  for (int i = handler_count; i-- > 0;)
    if (handlers[i].prepare) handlers[i].prepare();
}

void __fork_done(int in_child) {
  if (in_child) {
    /* The others are not here. */
    live = 1;
    __self()->tid = (int)SYSCALL1(SYS_set_tid_address, &__self()->tid);
  }
  for (int i = 0; i < handler_count; i++) {
    void (*handler)(void) = in_child ? handlers[i].child : handlers[i].parent;
    if (handler) handler();
  }
}
