// What calls say of ranges with holes, and of processes that do not exist, that cannot exist and that are not the guest's: as
// Linux does to an ordinary user.
// expect:
// msync: done
// msync of nothing: done
// msync of nothing, unmapped: done
// msync unaligned: EINVAL
// msync with a hole: ENOMEM
// msync unmapped: ENOMEM
// mincore: done
// mincore unaligned: EINVAL
// mincore with a hole: ENOMEM
// mincore of nothing, unmapped: done
// madvise unaligned: EINVAL
// mlock with a hole: ENOMEM
// process -1
// sched_getaffinity: ESRCH
// sched_setaffinity: ESRCH
// sched_getscheduler: EINVAL
// sched_setscheduler: EINVAL
// sched_getparam: EINVAL
// sched_setparam: EINVAL
// sched_rr_get_interval: EINVAL
// sched_getattr: EINVAL
// sched_setattr: EINVAL
// getpriority: ESRCH
// setpriority: ESRCH
// getsid: ESRCH
// getpgid: ESRCH
// setpgid: EINVAL
// tkill: EINVAL
// tgkill: EINVAL
// tgkill in any: EINVAL
// prlimit: ESRCH
// rt_sigqueueinfo: ESRCH
// ioprio_get: ESRCH
// process 0
// sched_getaffinity: done
// sched_setaffinity: done
// sched_getscheduler: done
// sched_setscheduler: done
// sched_getparam: done
// sched_setparam: done
// sched_rr_get_interval: done
// sched_getattr: done
// sched_setattr: done
// getpriority: done
// setpriority: done
// getsid: done
// getpgid: done
// setpgid: done
// tkill: EINVAL
// tgkill: EINVAL
// tgkill in any: EINVAL
// prlimit: done
// rt_sigqueueinfo: done
// ioprio_get: done
// process 1
// sched_getaffinity: done
// sched_setaffinity: EPERM
// sched_getscheduler: done
// sched_setscheduler: EPERM
// sched_getparam: done
// sched_setparam: EPERM
// sched_rr_get_interval: done
// sched_getattr: done
// sched_setattr: EPERM
// getpriority: done
// setpriority: EPERM
// getsid: done
// getpgid: done
// setpgid: ESRCH
// tkill: EPERM
// tgkill: EPERM
// tgkill in any: EINVAL
// prlimit: EPERM
// rt_sigqueueinfo: EPERM
// ioprio_get: done
// no such process: ESRCH
// ioprio_get, no such process: ESRCH
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static void show(const char *what, long result) {
  if (result < 0) printf("%s: %s\n", what, strerrorname_np(errno));
  else printf("%s: %s\n", what, "done");
}
int main(void) {
  char *p = mmap(0, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(p + 4096, 4096);
  unsigned char vec[8];
  show("msync", msync(p, 4096, MS_SYNC));
  show("msync of nothing", msync(p, 0, MS_SYNC));
  show("msync of nothing, unmapped", msync(p + 4096, 0, MS_SYNC));
  show("msync unaligned", msync(p + 1, 4, MS_SYNC));
  show("msync with a hole", msync(p, 3 * 4096, MS_SYNC));
  show("msync unmapped", msync(p + 4096, 4096, MS_ASYNC));
  show("mincore", mincore(p, 4096, vec));
  show("mincore unaligned", mincore(p + 1, 4, vec));
  show("mincore with a hole", mincore(p, 3 * 4096, vec));
  show("mincore of nothing, unmapped", mincore(p + 4096, 0, vec));
  show("madvise unaligned", madvise(p + 1, 4, MADV_NORMAL));
  show("mlock with a hole", mlock(p, 3 * 4096));
  cpu_set_t set;
  struct sched_param param = {0};
  struct timespec ts;
  CPU_ZERO(&set); CPU_SET(0, &set);
  for (int pid = -1; pid < 2; pid++) {
    printf("process %d\n", pid);
    show("sched_getaffinity", sched_getaffinity(pid, sizeof set, &set));
    show("sched_setaffinity", sched_setaffinity(pid, sizeof set, &set));
    show("sched_getscheduler", sched_getscheduler(pid));
    show("sched_setscheduler", sched_setscheduler(pid, 0, &param));
    show("sched_getparam", sched_getparam(pid, &param));
    show("sched_setparam", sched_setparam(pid, &param));
    show("sched_rr_get_interval", sched_rr_get_interval(pid, &ts));
    char attr[48] = {48};
    show("sched_getattr", syscall(SYS_sched_getattr, pid, attr, 48, 0));
    show("sched_setattr", syscall(SYS_sched_setattr, pid, attr, 0));
    errno = 0;
    show("getpriority", getpriority(PRIO_PROCESS, pid));
    show("setpriority", setpriority(PRIO_PROCESS, pid, 1));
    show("getsid", getsid(pid));
    show("getpgid", getpgid(pid));
    show("setpgid", pid == 0 ? 0 : setpgid(pid, 0));
    show("tkill", syscall(SYS_tkill, pid, 0));
    show("tgkill", syscall(SYS_tgkill, pid, pid, 0));
    show("tgkill in any", syscall(SYS_tgkill, -1, getpid(), 0));
    show("prlimit", prlimit(pid, RLIMIT_NOFILE, NULL, NULL));
    show("rt_sigqueueinfo", pid == 0 ? 0 : sigqueue(pid, 0, (union sigval){0}));
    show("ioprio_get", syscall(SYS_ioprio_get, 1, pid));
  }
  show("no such process", getpriority(PRIO_PROCESS, 99999999));
  show("ioprio_get, no such process", syscall(SYS_ioprio_get, 1, 99999999));
  return 0;
}
