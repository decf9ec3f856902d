/* Processes: who they belong to, sessions and groups, priorities, waiting, timers. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "../internal.h"

int setuid(uid_t user) {
  return (int)__result(SYSCALL1(SYS_setuid, user));
}
int setgid(gid_t group) {
  return (int)__result(SYSCALL1(SYS_setgid, group));
}
int setreuid(uid_t real, uid_t effective) {
  return (int)__result(SYSCALL2(SYS_setreuid, real, effective));
}
int setregid(gid_t real, gid_t effective) {
  return (int)__result(SYSCALL2(SYS_setregid, real, effective));
}
int setresuid(uid_t real, uid_t effective, uid_t saved) {
  return (int)__result(SYSCALL3(SYS_setresuid, real, effective, saved));
}
int setresgid(gid_t real, gid_t effective, gid_t saved) {
  return (int)__result(SYSCALL3(SYS_setresgid, real, effective, saved));
}
int getresuid(uid_t *real, uid_t *effective, uid_t *saved) {
  return (int)__result(SYSCALL3(SYS_getresuid, real, effective, saved));
}
int getresgid(gid_t *real, gid_t *effective, gid_t *saved) {
  return (int)__result(SYSCALL3(SYS_getresgid, real, effective, saved));
}
int seteuid(uid_t user) {
  return setresuid((uid_t)-1, user, (uid_t)-1);
}
int setegid(gid_t group) {
  return setresgid((gid_t)-1, group, (gid_t)-1);
}
int getgroups(int n, gid_t groups[]) {
  return (int)__result(SYSCALL2(SYS_getgroups, n, groups));
}

pid_t setsid(void) {
  return (pid_t)__result(SYSCALL0(SYS_setsid));
}
pid_t getsid(pid_t pid) {
  return (pid_t)__result(SYSCALL1(SYS_getsid, pid));
}
pid_t getpgid(pid_t pid) {
  return (pid_t)__result(SYSCALL1(SYS_getpgid, pid));
}
int setpgid(pid_t pid, pid_t group) {
  return (int)__result(SYSCALL2(SYS_setpgid, pid, group));
}
pid_t setpgrp(void) {
  return setpgid(0, 0);
}
pid_t gettid(void) {
  return (pid_t)SYSCALL0(SYS_gettid);
}

enum { TIOCGPGRP_ = 0x540F, TIOCSPGRP_ = 0x5410 };

pid_t tcgetpgrp(int fd) {
  pid_t group;
  return __result(SYSCALL3(SYS_ioctl, fd, TIOCGPGRP_, &group)) < 0 ? -1 : group;
}
int tcsetpgrp(int fd, pid_t group) {
  return (int)__result(SYSCALL3(SYS_ioctl, fd, TIOCSPGRP_, &group));
}

/* The kernel gives 20 minus the priority, so that no result looks like an error. */
int getpriority(int which, id_t who) {
  long r = __result(SYSCALL2(SYS_getpriority, which, who));
  return r < 0 ? -1 : 20 - (int)r;
}
int setpriority(int which, id_t who, int priority) {
  return (int)__result(SYSCALL3(SYS_setpriority, which, who, priority));
}
int nice(int change) {
  int before = errno;
  errno = 0;
  int now = getpriority(PRIO_PROCESS, 0);
  if (now == -1 && errno) return -1;
  errno = before;
  int wanted = now + change < PRIO_MIN ? PRIO_MIN : now + change > PRIO_MAX - 1 ? PRIO_MAX - 1 : now + change;
  if (setpriority(PRIO_PROCESS, 0, wanted) < 0) {
    if (errno == EACCES) errno = EPERM;
    return -1;
  }
  return wanted;
}
int prlimit(pid_t pid, int resource, const struct rlimit *limit, struct rlimit *old) {
  return (int)__result(SYSCALL4(SYS_prlimit64, pid, resource, limit, old));
}
int getdtablesize(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > INT_MAX ? 1024 : (int)limit.rlim_cur;
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
  return (pid_t)WAITING(SYSCALL4(SYS_wait4, pid, status, options, usage));
}
pid_t wait3(int *status, int options, struct rusage *usage) {
  return wait4(-1, status, options, usage);
}
int waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
  return (int)WAITING(SYSCALL5(SYS_waitid, type, id, info, options, 0));
}

int execle(const char *name, const char *first, ...) {
  enum { MAX_ARGUMENTS = 256 };
  char *argv[MAX_ARGUMENTS];
  va_list list;
  va_start(list, first);
  int n = 0;
  argv[n++] = (char *)first;
  while (argv[n - 1] && n < MAX_ARGUMENTS) argv[n++] = va_arg(list, char *);
  char **envp = argv[n - 1] ? 0 : va_arg(list, char **);
  va_end(list);
  if (argv[n - 1]) {
    errno = E2BIG;
    return -1;
  }
  return execve(name, argv, envp);
}
int execvpe(const char *name, char *const argv[], char *const envp[]) {
  char **own = environ;
  environ = (char **)envp;
  int r = execvp(name, argv);
  environ = own;
  return r;
}
int fexecve(int fd, char *const argv[], char *const envp[]) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return execve(path, argv, envp);
}

int daemon(int keep_directory, int keep_streams) {
  pid_t pid = fork();
  if (pid < 0) return -1;
  if (pid > 0) _exit(0);
  if (setsid() < 0 || (!keep_directory && chdir("/") < 0)) return -1;
  if (!keep_streams) {
    int fd = open("/dev/null", O_RDWR);
    if (fd < 0) return -1;
    for (int stream = 0; stream < 3; stream++) dup2(fd, stream);
    if (fd > 2) close(fd);
  }
  return 0;
}

/* The terminal's user is not recorded anywhere that is known here: the environment tells. */
char *getlogin(void) {
  char *name = getenv("LOGNAME");
  if (!name) errno = ENXIO;
  return name;
}
int getlogin_r(char *p, size_t n) {
  const char *name = getlogin();
  if (!name) return ENXIO;
  if (strlen(name) >= n) return ERANGE;
  strcpy(p, name);
  return 0;
}
int ttyname_r(int fd, char *p, size_t n) {
  const char *name = ttyname(fd);
  if (!name) return errno;
  if (strlen(name) >= n) return ERANGE;
  strcpy(p, name);
  return 0;
}
long gethostid(void) {
  return 0;
}
int sethostname(const char *name, size_t n) {
  return (int)__result(SYSCALL2(SYS_sethostname, name, n));
}

/* Reads a line from the terminal without showing it. */
char *getpass(const char *prompt) {
  static char line[128];
  int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  int in = fd < 0 ? 0 : fd, out = fd < 0 ? 2 : fd;
  struct termios shown, hidden;
  int terminal = tcgetattr(in, &shown) == 0;
  if (terminal) {
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    tcsetattr(in, TCSAFLUSH, &hidden);
  }
  write(out, prompt, strlen(prompt));
  size_t n = 0;
  while (n < sizeof line - 1 && read(in, line + n, 1) == 1 && line[n] != '\n') n++;
  line[n] = 0;
  if (terminal) {
    tcsetattr(in, TCSAFLUSH, &shown);
    write(out, "\n", 1);
  }
  if (fd >= 0) close(fd);
  return line;
}

size_t confstr(int name, char *p, size_t n) {
  static const char path[] = "/bin:/usr/bin";
  if (name != _CS_PATH) {
    errno = EINVAL;
    return 0;
  }
  if (n) {
    size_t m = n < sizeof path ? n : sizeof path;
    memcpy(p, path, m);
    p[m - 1] = 0;
  }
  return sizeof path;
}

void swab(const void *restrict from, void *restrict to, ssize_t n) {
  const char *a = from;
  char *b = to;
  for (; n > 1; n -= 2, a += 2, b += 2) {
    char first = a[0];
    b[0] = a[1];
    b[1] = first;
  }
}

int getitimer(int which, struct itimerval *value) {
  return (int)__result(SYSCALL2(SYS_getitimer, which, value));
}
int setitimer(int which, const struct itimerval *restrict value, struct itimerval *restrict old) {
  return (int)__result(SYSCALL3(SYS_setitimer, which, value, old));
}
unsigned ualarm(unsigned microseconds, unsigned interval) {
  struct itimerval in = {{interval / 1000000, interval % 1000000}, {microseconds / 1000000, microseconds % 1000000}};
  struct itimerval old;
  if (setitimer(ITIMER_REAL, &in, &old) < 0) return (unsigned)-1;
  return (unsigned)(old.it_value.tv_sec * 1000000 + old.it_value.tv_usec);
}
int settimeofday(const struct timeval *t, const struct timezone *zone) {
  return (int)__result(SYSCALL2(SYS_settimeofday, t, zone));
}

/* Returns the error. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *left) {
  return (int)-SYSCALL4(SYS_clock_nanosleep, clock, flags, t, left);
}
int clock_getcpuclockid(pid_t pid, clockid_t *clock) {
  if (pid != 0 && pid != getpid()) return ESRCH;
  *clock = CLOCK_PROCESS_CPUTIME_ID;
  return 0;
}

int pselect(int n, fd_set *restrict r, fd_set *restrict w, fd_set *restrict e, const struct timespec *restrict t,
            const sigset_t *restrict mask) {
  struct {
    const sigset_t *set;
    size_t size;
  } signals = {mask, 8};
  struct timespec copy; /* the kernel writes what is left */
  if (t) copy = *t;
  return (int)WAITING(SYSCALL6(SYS_pselect6, n, r, w, e, t ? &copy : 0, mask ? &signals : 0));
}

/* Timers that signal; the kernel's identification is a number. A timer of threads would need a thread of its own. */
int timer_create(clockid_t clock, struct sigevent *restrict event, timer_t *restrict timer) {
  if (event && event->sigev_notify == SIGEV_THREAD) {
    errno = ENOTSUP;
    return -1;
  }
  int id;
  if (__result(SYSCALL3(SYS_timer_create, clock, event, &id)) < 0) return -1;
  *timer = (timer_t)(long)id;
  return 0;
}
int timer_delete(timer_t timer) {
  return (int)__result(SYSCALL1(SYS_timer_delete, timer));
}
int timer_settime(timer_t timer, int flags, const struct itimerspec *restrict value, struct itimerspec *restrict old) {
  return (int)__result(SYSCALL4(SYS_timer_settime, timer, flags, value, old));
}
int timer_gettime(timer_t timer, struct itimerspec *value) {
  return (int)__result(SYSCALL2(SYS_timer_gettime, timer, value));
}
int timer_getoverrun(timer_t timer) {
  return (int)__result(SYSCALL1(SYS_timer_getoverrun, timer));
}
