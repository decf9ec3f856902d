/* The processors that a thread may run on. */
#define _GNU_SOURCE
#include "thread.h"

int pthread_setaffinity_np(pthread_t id, size_t size, const cpu_set_t *set) {
  return sched_setaffinity(((struct thread *)id)->tid, size, set) < 0 ? errno : 0;
}

int pthread_getaffinity_np(pthread_t id, size_t size, cpu_set_t *set) {
  return sched_getaffinity(((struct thread *)id)->tid, size, set) < 0 ? errno : 0;
}
