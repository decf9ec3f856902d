/* Attributes of threads. */
#include "thread.h"

int pthread_attr_init(pthread_attr_t *a) {
  *a = (pthread_attr_t){.__stack_size = 2 << 20, .__guard_size = 4096};
  return 0;
}

int pthread_attr_destroy(pthread_attr_t *a) {
  (void)a;
  return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *a, int state) {
  if ((unsigned)state > PTHREAD_CREATE_DETACHED) return EINVAL;
  a->__detached = state;
  return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *a, int *state) {
  *state = a->__detached;
  return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *a, size_t size) {
  if (size < PTHREAD_STACK_MIN) return EINVAL;
  a->__stack_size = size;
  return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *a, size_t *size) {
  *size = a->__stack_size;
  return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *a, size_t size) {
  a->__guard_size = (size + 4095) & -4096UL;
  return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *a, size_t *size) {
  *size = a->__guard_size;
  return 0;
}

int pthread_attr_setstack(pthread_attr_t *a, void *stack, size_t size) {
  if (size < PTHREAD_STACK_MIN) return EINVAL;
  a->__stack = stack;
  a->__stack_size = size;
  return 0;
}

int pthread_attr_getstack(const pthread_attr_t *a, void **stack, size_t *size) {
  *stack = a->__stack;
  *size = a->__stack_size;
  return 0;
}

int pthread_attr_setscope(pthread_attr_t *a, int scope) {
  (void)a;
  return scope == PTHREAD_SCOPE_SYSTEM ? 0 : ENOTSUP;
}

int pthread_attr_getscope(const pthread_attr_t *a, int *scope) {
  (void)a;
  *scope = PTHREAD_SCOPE_SYSTEM;
  return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *a, int inherit) {
  if ((unsigned)inherit > PTHREAD_EXPLICIT_SCHED) return EINVAL;
  a->__explicit = inherit;
  return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t *restrict a, int *restrict inherit) {
  *inherit = a->__explicit;
  return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *a, int policy) {
  if ((unsigned)policy > SCHED_RR) return EINVAL;
  a->__policy = policy;
  return 0;
}

int pthread_attr_getschedpolicy(const pthread_attr_t *restrict a, int *restrict policy) {
  *policy = a->__policy;
  return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *restrict a, const struct sched_param *restrict parameter) {
  int priority = parameter->sched_priority;
  if (priority < sched_get_priority_min(a->__policy) || priority > sched_get_priority_max(a->__policy)) return EINVAL;
  a->__priority = priority;
  return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *restrict a, struct sched_param *restrict parameter) {
  parameter->sched_priority = a->__priority;
  return 0;
}
