#ifndef _SCHED_H
#define _SCHED_H
#include <features.h>
#include <sys/types.h>
#include <bits/time_types.h>
#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
struct sched_param {
  int sched_priority;
};
#ifdef _GNU_SOURCE
#define SCHED_BATCH 3
#define SCHED_IDLE 5
#define CPU_SETSIZE 1024
/* A set of processors: those that a thread may run on. */
typedef struct {
  unsigned long __bits[CPU_SETSIZE / (8 * sizeof(long))];
} cpu_set_t;
#define __CPU_WORD(n, set) ((set)->__bits[(size_t)(n) / (8 * sizeof(long))])
#define __CPU_BIT(n) (1UL << ((size_t)(n) % (8 * sizeof(long))))
#define CPU_ZERO(set) ((void)__builtin_memset(set, 0, sizeof(cpu_set_t)))
#define CPU_SET(n, set) ((size_t)(n) < CPU_SETSIZE ? (void)(__CPU_WORD(n, set) |= __CPU_BIT(n)) : (void)0)
#define CPU_CLR(n, set) ((size_t)(n) < CPU_SETSIZE ? (void)(__CPU_WORD(n, set) &= ~__CPU_BIT(n)) : (void)0)
#define CPU_ISSET(n, set) ((size_t)(n) < CPU_SETSIZE && (__CPU_WORD(n, set) & __CPU_BIT(n)) != 0)
#define CPU_EQUAL(a, b) (__builtin_memcmp(a, b, sizeof(cpu_set_t)) == 0)
#define CPU_COUNT(set) __cpu_count(set)
int __cpu_count(const cpu_set_t *);
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
int sched_getcpu(void);
#endif
int sched_yield(void);
int sched_setparam(pid_t, const struct sched_param *);
int sched_getparam(pid_t, struct sched_param *);
int sched_setscheduler(pid_t, int, const struct sched_param *);
int sched_getscheduler(pid_t);
int sched_rr_get_interval(pid_t, struct timespec *);
int sched_get_priority_max(int);
int sched_get_priority_min(int);
#endif
