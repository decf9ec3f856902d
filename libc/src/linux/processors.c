/* Processors that a thread may run on, and what the system has of them and of memory. */
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>
#include "../internal.h"

/* The kernel says how many bytes it wrote; the rest of the set is empty. */
int sched_getaffinity(pid_t id, size_t size, cpu_set_t *set) {
  long r = __result(SYSCALL3(SYS_sched_getaffinity, id, size, set));
  if (r < 0) return -1;
  memset((char *)set + r, 0, size - (size_t)r);
  return 0;
}

int sched_setaffinity(pid_t id, size_t size, const cpu_set_t *set) {
  return (int)__result(SYSCALL3(SYS_sched_setaffinity, id, size, set));
}

int sched_getcpu(void) {
  unsigned cpu;
  return SYSCALL3(SYS_getcpu, &cpu, 0, 0) < 0 ? (int)__result(-ENOSYS) : (int)cpu;
}

int __cpu_count(const cpu_set_t *set) {
  int count = 0;
  for (size_t i = 0; i < sizeof set->__bits / sizeof *set->__bits; i++) count += __builtin_popcountl(set->__bits[i]);
  return count;
}

int sysinfo(struct sysinfo *info) {
  return (int)__result(SYSCALL1(SYS_sysinfo, info));
}

int get_nprocs(void) {
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

int get_nprocs_conf(void) {
  return (int)sysconf(_SC_NPROCESSORS_CONF);
}

static long pages(int available) {
  struct sysinfo info;
  if (sysinfo(&info) < 0) return -1;
  unsigned long bytes_per_page = (unsigned long)getpagesize(), units = available ? info.freeram : info.totalram;
  return (long)((double)units * (info.mem_unit ? info.mem_unit : 1) / (double)bytes_per_page);
}

long get_phys_pages(void) {
  return pages(0);
}

long get_avphys_pages(void) {
  return pages(1);
}
