#ifndef _BITS_PTHREAD_TYPES_H
#define _BITS_PTHREAD_TYPES_H
typedef unsigned long pthread_t;
typedef unsigned pthread_key_t;
typedef int pthread_once_t;
typedef int pthread_spinlock_t;
typedef struct {
  int __futex, __kind, __owner, __depth;
} pthread_mutex_t;
typedef struct {
  int __kind, __shared, __ceiling;
} pthread_mutexattr_t;
typedef struct {
  unsigned __sequence;
  int __clock;
} pthread_cond_t;
typedef struct {
  int __clock, __shared;
} pthread_condattr_t;
typedef struct {
  int __state; /* readers, or -1 for a writer */
  int __writers_waiting;
  unsigned __sequence; /* counts releases */
} pthread_rwlock_t;
typedef struct {
  int __shared, __kind;
} pthread_rwlockattr_t;
typedef struct {
  unsigned __wanted, __arrived, __round;
} pthread_barrier_t;
typedef struct {
  int __shared;
} pthread_barrierattr_t;
typedef struct {
  unsigned long __stack_size, __guard_size;
  void *__stack;
  int __detached, __explicit, __policy, __priority;
} pthread_attr_t;
#endif
