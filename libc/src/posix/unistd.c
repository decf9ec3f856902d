/* POSIX calls that are one system call each. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>
#include "../internal.h"

ssize_t read(int fd, void *p, size_t n) {
  return WAITING(SYSCALL3(SYS_read, fd, p, n));
}
ssize_t write(int fd, const void *p, size_t n) {
  return WAITING(SYSCALL3(SYS_write, fd, p, n));
}
ssize_t pread(int fd, void *p, size_t n, off_t at) {
  return __result(SYSCALL4(SYS_pread64, fd, p, n, at));
}
ssize_t pwrite(int fd, const void *p, size_t n, off_t at) {
  return __result(SYSCALL4(SYS_pwrite64, fd, p, n, at));
}
int close(int fd) {
  return (int)__result(SYSCALL1(SYS_close, fd));
}
off_t lseek(int fd, off_t at, int whence) {
  return __result(SYSCALL3(SYS_lseek, fd, at, whence));
}

int openat(int directory, const char *name, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list list;
    va_start(list, flags);
    mode = va_arg(list, mode_t);
    va_end(list);
  }
  return (int)__result(SYSCALL4(SYS_openat, directory, name, flags, mode));
}

int open(const char *name, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list list;
    va_start(list, flags);
    mode = va_arg(list, mode_t);
    va_end(list);
  }
  return (int)__result(SYSCALL4(SYS_openat, AT_FDCWD, name, flags, mode));
}

int creat(const char *name, mode_t mode) {
  return open(name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int fcntl(int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  long argument = va_arg(list, long);
  va_end(list);
  return (int)__result(SYSCALL3(SYS_fcntl, fd, command, argument));
}

int ioctl(int fd, unsigned long request, ...) {
  va_list list;
  va_start(list, request);
  void *argument = va_arg(list, void *);
  va_end(list);
  return (int)__result(SYSCALL3(SYS_ioctl, fd, request, argument));
}

int flock(int fd, int operation) {
  return (int)__result(SYSCALL2(SYS_flock, fd, operation));
}
int access(const char *name, int mode) {
  return (int)__result(SYSCALL3(SYS_faccessat, AT_FDCWD, name, mode));
}
int unlink(const char *name) {
  return (int)__result(SYSCALL3(SYS_unlinkat, AT_FDCWD, name, 0));
}
int rmdir(const char *name) {
  return (int)__result(SYSCALL3(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR));
}
int link(const char *from, const char *to) {
  return (int)__result(SYSCALL5(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int symlink(const char *target, const char *name) {
  return (int)__result(SYSCALL3(SYS_symlinkat, target, AT_FDCWD, name));
}
ssize_t readlink(const char *restrict name, char *restrict p, size_t n) {
  return __result(SYSCALL4(SYS_readlinkat, AT_FDCWD, name, p, n));
}
int chdir(const char *name) {
  return (int)__result(SYSCALL1(SYS_chdir, name));
}
int fchdir(int fd) {
  return (int)__result(SYSCALL1(SYS_fchdir, fd));
}

char *getcwd(char *p, size_t n) {
  char own[PATH_MAX];
  long r = __result(SYSCALL2(SYS_getcwd, p ? p : own, p ? n : sizeof own));
  if (r < 0) return 0;
  return p ? p : strdup(own);
}

int dup(int fd) {
  return (int)__result(SYSCALL1(SYS_dup, fd));
}
int dup2(int from, int to) {
  if (from == to) return fcntl(from, F_GETFD) < 0 ? -1 : to;
  return (int)__result(SYSCALL3(SYS_dup3, from, to, 0));
}
int pipe(int fds[2]) {
  return (int)__result(SYSCALL2(SYS_pipe2, fds, 0));
}
int isatty(int fd) {
  struct winsize size;
  return ioctl(fd, TIOCGWINSZ, &size) == 0;
}

char *ttyname(int fd) {
  static char name[64];
  char link[] = "/proc/self/fd/00";
  if (!isatty(fd)) return 0;
  link[14] = (char)('0' + fd / 10 % 10);
  link[15] = (char)('0' + fd % 10);
  ssize_t n = readlink(fd < 10 ? (link[14] = link[15], link[15] = 0, link) : link, name, sizeof name - 1);
  if (n < 0) return 0;
  name[n] = 0;
  return name;
}

int ftruncate(int fd, off_t size) {
  return (int)__result(SYSCALL2(SYS_ftruncate, fd, size));
}
int truncate(const char *name, off_t size) {
  return (int)__result(SYSCALL2(SYS_truncate, name, size));
}
int fsync(int fd) {
  return (int)__result(SYSCALL1(SYS_fsync, fd));
}
int fdatasync(int fd) {
  return (int)__result(SYSCALL1(SYS_fdatasync, fd));
}
void sync(void) {
  SYSCALL0(SYS_sync);
}
int chown(const char *name, uid_t user, gid_t group) {
  return (int)__result(SYSCALL5(SYS_fchownat, AT_FDCWD, name, user, group, 0));
}
int lchown(const char *name, uid_t user, gid_t group) {
  return (int)__result(SYSCALL5(SYS_fchownat, AT_FDCWD, name, user, group, AT_SYMLINK_NOFOLLOW));
}
int fchown(int fd, uid_t user, gid_t group) {
  return (int)__result(SYSCALL3(SYS_fchown, fd, user, group));
}

#define GETTER(TYPE, NAME)        \
  TYPE NAME(void) {               \
    return (TYPE)SYSCALL0(SYS_##NAME); \
  }
GETTER(pid_t, getpid)
GETTER(pid_t, getppid)
GETTER(uid_t, getuid)
GETTER(uid_t, geteuid)
GETTER(gid_t, getgid)
GETTER(gid_t, getegid)

pid_t getpgrp(void) {
  return (pid_t)SYSCALL1(SYS_getpgid, 0);
}
/* Where threads are linked in: what pthread_atfork registered. */
void __fork_prepare(void) __attribute__((weak));
void __fork_done(int in_child) __attribute__((weak));

pid_t fork(void) {
  if (__fork_prepare) __fork_prepare();
  __acquire(&__malloc_lock); /* the child must find a heap that nobody is changing */
  long pid = SYSCALL5(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  __release(&__malloc_lock);
  if (__fork_done) __fork_done(pid == 0);
  return (pid_t)__result(pid);
}
pid_t vfork(void) {
  return fork();
}
int execve(const char *name, char *const argv[], char *const envp[]) {
  return (int)__result(SYSCALL3(SYS_execve, name, argv, envp));
}
int execv(const char *name, char *const argv[]) {
  return execve(name, argv, environ);
}

int execvpe(const char *name, char *const argv[], char *const envp[]) {
  if (strchr(name, '/')) return execve(name, argv, envp);
  const char *path = getenv("PATH");
  if (!path) path = "/usr/local/bin:/bin:/usr/bin";
  for (;;) {
    char full[PATH_MAX];
    size_t n = strcspn(path, ":");
    if (n + strlen(name) + 2 < sizeof full) {
      memcpy(full, path, n);
      if (n) full[n++] = '/';
      strcpy(full + n, name);
      execve(full, argv, envp);
      if (errno != ENOENT && errno != EACCES && errno != ENOTDIR) return -1;
    }
    path += strcspn(path, ":");
    if (!*path++) return -1;
  }
}

int execvp(const char *name, char *const argv[]) {
  return execvpe(name, argv, environ);
}

enum { MAX_ARGS = 256 };

#define COLLECT(FIRST)                                        \
  char *argv[MAX_ARGS];                                       \
  va_list list;                                               \
  int n = 0;                                                  \
  argv[n++] = (char *)(FIRST);                                \
  va_start(list, FIRST);                                      \
  while (n < MAX_ARGS && (argv[n] = va_arg(list, char *))) n++; \
  va_end(list);                                               \
  if (n == MAX_ARGS) {                                        \
    errno = E2BIG;                                            \
    return -1;                                                \
  }

int execl(const char *name, const char *first, ...) {
  COLLECT(first)
  return execv(name, argv);
}
int execlp(const char *name, const char *first, ...) {
  COLLECT(first)
  return execvp(name, argv);
}

pid_t waitpid(pid_t pid, int *status, int options) {
  return (pid_t)WAITING(SYSCALL4(SYS_wait4, pid, status, options, 0));
}
pid_t wait(int *status) {
  return waitpid(-1, status, 0);
}

unsigned sleep(unsigned seconds) {
  struct timespec t = {seconds, 0};
  return nanosleep(&t, &t) < 0 ? (unsigned)t.tv_sec : 0;
}
int usleep(unsigned microseconds) {
  struct timespec t = {microseconds / 1000000, microseconds % 1000000 * 1000L};
  return nanosleep(&t, 0);
}
unsigned alarm(unsigned seconds) {
  struct {
    struct {
      long sec, usec;
    } interval, value;
  } in = {{0, 0}, {seconds, 0}}, old = {{0, 0}, {0, 0}};
  SYSCALL3(SYS_setitimer, 0, &in, &old);
  return (unsigned)(old.value.sec + (old.value.usec != 0));
}
int pause(void) {
  return (int)WAITING(SYSCALL5(SYS_ppoll, 0, 0, 0, 0, 8));
}

long sysconf(int name) {
  switch (name) {
    case _SC_ARG_MAX:
      return ARG_MAX;
    case _SC_CLK_TCK:
      return 100;
    case _SC_OPEN_MAX: {
      struct rlimit limit; /* getdtablesize would bring its file into every program */
      return SYSCALL4(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, &limit) < 0 ? -1 : (long)limit.rlim_cur;
    }
    case _SC_PAGESIZE:
      return 4096;
    case _SC_CHILD_MAX:
      return 32768;
    case _SC_NGROUPS_MAX:
      return NGROUPS_MAX;
    case _SC_STREAM_MAX:
      return 16;
    case _SC_TZNAME_MAX:
      return 6;
    case _SC_JOB_CONTROL:
    case _SC_SAVED_IDS:
      return 1;
    case _SC_VERSION:
    case _SC_2_VERSION:
    case _SC_THREADS:
    case _SC_MONOTONIC_CLOCK:
      return _POSIX_VERSION;
    case _SC_LINE_MAX:
      return LINE_MAX;
    case _SC_RE_DUP_MAX:
      return RE_DUP_MAX;
    case _SC_IOV_MAX:
      return IOV_MAX;
    case _SC_GETGR_R_SIZE_MAX:
    case _SC_GETPW_R_SIZE_MAX:
      return 1024;
    case _SC_LOGIN_NAME_MAX:
      return LOGIN_NAME_MAX;
    case _SC_TTY_NAME_MAX:
      return TTY_NAME_MAX;
    case _SC_THREAD_STACK_MIN:
      return PTHREAD_STACK_MIN;
    case _SC_ATEXIT_MAX:
      return INT_MAX;
    case _SC_SYMLOOP_MAX:
      return SYMLOOP_MAX;
    case _SC_HOST_NAME_MAX:
      return HOST_NAME_MAX;
    case _SC_LEVEL1_DCACHE_LINESIZE:
      return 64;
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
      return 1;
    default:
      errno = EINVAL;
      return -1;
  }
}

int getpagesize(void) {
  return 4096;
}
int uname(struct utsname *name) {
  return (int)__result(SYSCALL1(SYS_uname, name));
}
int gethostname(char *p, size_t n) {
  struct utsname name;
  if (uname(&name) < 0) return -1;
  strncpy(p, name.nodename, n);
  if (n) p[n - 1] = 0;
  return 0;
}
int brk(void *end) {
  return (void *)SYSCALL1(SYS_brk, end) == end ? 0 : (errno = ENOMEM, -1);
}
void *sbrk(intptr_t change) {
  char *now = (char *)SYSCALL1(SYS_brk, 0);
  if (change && brk(now + change) < 0) return (void *)-1;
  return now;
}

long syscall(long n, ...) {
  va_list list;
  va_start(list, n);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
  long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  return __result(__syscall6(n, a, b, c, d, e, f));
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset) {
  return (void *)__result(SYSCALL6(SYS_mmap, at, n, protection, flags, fd, offset));
}
int munmap(void *at, size_t n) {
  return (int)__result(SYSCALL2(SYS_munmap, at, n));
}
int mprotect(void *at, size_t n, int protection) {
  return (int)__result(SYSCALL3(SYS_mprotect, at, n, protection));
}
int msync(void *at, size_t n, int flags) {
  return (int)__result(SYSCALL3(SYS_msync, at, n, flags));
}
int madvise(void *at, size_t n, int advice) {
  return (int)__result(SYSCALL3(SYS_madvise, at, n, advice));
}
void *mremap(void *at, size_t old, size_t n, int flags, ...) {
  return (void *)__result(SYSCALL5(SYS_mremap, at, old, n, flags, 0));
}

int fstatat(int directory, const char *restrict name, struct stat *restrict st, int flags) {
  return (int)__result(SYSCALL4(SYS_newfstatat, directory, name, st, flags));
}
int stat(const char *restrict name, struct stat *restrict st) {
  return fstatat(AT_FDCWD, name, st, 0);
}
int lstat(const char *restrict name, struct stat *restrict st) {
  return fstatat(AT_FDCWD, name, st, AT_SYMLINK_NOFOLLOW);
}
int fstat(int fd, struct stat *st) {
  return (int)__result(SYSCALL2(SYS_fstat, fd, st));
}
int mkdir(const char *name, mode_t mode) {
  return (int)__result(SYSCALL3(SYS_mkdirat, AT_FDCWD, name, mode));
}
int mkfifo(const char *name, mode_t mode) {
  return (int)__result(SYSCALL4(SYS_mknodat, AT_FDCWD, name, mode | S_IFIFO, 0));
}
int chmod(const char *name, mode_t mode) {
  return (int)__result(SYSCALL3(SYS_fchmodat, AT_FDCWD, name, mode));
}
int fchmod(int fd, mode_t mode) {
  return (int)__result(SYSCALL2(SYS_fchmod, fd, mode));
}
mode_t umask(mode_t mask) {
  return (mode_t)SYSCALL1(SYS_umask, mask);
}
int utimensat(int directory, const char *name, const struct timespec t[2], int flags) {
  return (int)__result(SYSCALL4(SYS_utimensat, directory, name, t, flags));
}
int futimens(int fd, const struct timespec t[2]) {
  return (int)__result(SYSCALL4(SYS_utimensat, fd, 0, t, 0));
}
int utimes(const char *name, const struct timeval t[2]) {
  if (!t) return utimensat(AT_FDCWD, name, 0, 0);
  struct timespec s[2] = {{t[0].tv_sec, t[0].tv_usec * 1000}, {t[1].tv_sec, t[1].tv_usec * 1000}};
  return utimensat(AT_FDCWD, name, s, 0);
}
int utime(const char *name, const struct utimbuf *t) {
  if (!t) return utimensat(AT_FDCWD, name, 0, 0);
  struct timespec s[2] = {{t->actime, 0}, {t->modtime, 0}};
  return utimensat(AT_FDCWD, name, s, 0);
}

int poll(struct pollfd *fds, nfds_t n, int milliseconds) {
  struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  return (int)WAITING(SYSCALL5(SYS_ppoll, fds, n, milliseconds < 0 ? 0 : &t, 0, 8));
}
int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask) {
  struct timespec copy; /* the kernel writes the time that is left */
  if (timeout) copy = *timeout;
  return (int)WAITING(SYSCALL5(SYS_ppoll, fds, n, timeout ? &copy : 0, mask, 8));
}
int select(int n, fd_set *restrict r, fd_set *restrict w, fd_set *restrict e, struct timeval *restrict t) {
  struct timespec s;
  if (t) s = (struct timespec){t->tv_sec, t->tv_usec * 1000};
  return (int)WAITING(SYSCALL6(SYS_pselect6, n, r, w, e, t ? &s : 0, 0));
}

struct __ferry_dir {
  int fd;
  int at, end;
  struct dirent entry;
  char buffer[4096] __attribute__((aligned(8)));
};

struct kernel_entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

DIR *fdopendir(int fd) {
  DIR *d = calloc(1, sizeof *d);
  if (d) d->fd = fd;
  return d;
}

DIR *opendir(const char *name) {
  int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return 0;
  DIR *d = fdopendir(fd);
  if (!d) close(fd);
  return d;
}

struct dirent *readdir(DIR *d) {
  if (d->at >= d->end) {
    long n = __result(SYSCALL3(SYS_getdents64, d->fd, d->buffer, sizeof d->buffer));
    if (n <= 0) return 0;
    d->at = 0;
    d->end = (int)n;
  }
  struct kernel_entry *k = (struct kernel_entry *)(d->buffer + d->at);
  d->at += k->length;
  d->entry.d_ino = k->inode;
  d->entry.d_off = k->offset;
  d->entry.d_reclen = k->length;
  d->entry.d_type = k->type;
  strncpy(d->entry.d_name, k->name, sizeof d->entry.d_name - 1);
  return &d->entry;
}

int closedir(DIR *d) {
  int r = close(d->fd);
  free(d);
  return r;
}

void rewinddir(DIR *d) {
  lseek(d->fd, 0, SEEK_SET);
  d->at = d->end = 0;
}

long telldir(DIR *d) {
  return d->entry.d_off;
}

void seekdir(DIR *d, long at) {
  lseek(d->fd, at, SEEK_SET);
  d->entry.d_off = at;
  d->at = d->end = 0;
}

int readdir_r(DIR *restrict d, struct dirent *restrict entry, struct dirent **restrict result) {
  int before = errno;
  errno = 0;
  struct dirent *next = readdir(d);
  int error = errno;
  errno = before;
  if (next) *entry = *next;
  *result = next ? entry : 0;
  return next ? 0 : error;
}

int dirfd(DIR *d) {
  return d->fd;
}

char *realpath(const char *restrict name, char *restrict out) {
  int fd = open(name, 010000000 /* O_PATH */ | O_CLOEXEC);
  if (fd < 0) return 0;
  char link[32], path[PATH_MAX];
  char *p = link + sizeof link;
  *--p = 0;
  for (int n = fd; n || !*p; n /= 10) *--p = (char)('0' + n % 10);
  p -= 14;
  memcpy(p, "/proc/self/fd/", 14);
  ssize_t n = readlink(p, path, sizeof path - 1);
  close(fd);
  if (n < 0) return 0;
  path[n] = 0;
  return out ? strcpy(out, path) : strdup(path);
}

char *dirname(char *path) {
  if (!path || !*path) return ".";
  char *end = path + strlen(path) - 1;
  while (end > path && *end == '/') end--;
  while (end > path && *end != '/') end--;
  while (end > path && end[-1] == '/') end--;
  if (end == path) return *path == '/' ? "/" : ".";
  *end = 0;
  return path;
}

char *__xpg_basename(char *path) {
  if (!path || !*path) return ".";
  char *end = path + strlen(path) - 1;
  while (end > path && *end == '/') *end-- = 0;
  while (end > path && end[-1] != '/') end--;
  return end;
}
