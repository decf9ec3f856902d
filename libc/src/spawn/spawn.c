/* Programs started in one call: a child that follows the orders and executes the program. What fails in
 * it comes back through a pipe that a successful execve closes. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../internal.h"
#include "spawn.h"

typedef int (*execute)(const char *, char *const[], char *const[]);

static int act(const struct __spawn_action *a, int *report) {
  if (*report == a->fd && a->kind <= SPAWN_DUP2) {
    /* The program's descriptors come first. */
    int moved = fcntl(*report, F_DUPFD_CLOEXEC, 0);
    if (moved < 0) return -1;
    *report = moved;
  }
  switch (a->kind) {
    case SPAWN_OPEN: {
      close(a->fd);
      int fd = open(a->path, a->flags, a->mode);
      if (fd < 0 || fd == a->fd) return fd;
      int r = dup2(fd, a->fd);
      close(fd);
      return r;
    }
    case SPAWN_CLOSE: close(a->fd); return 0;
    case SPAWN_DUP2:
      if (a->from == *report) return errno = EBADF, -1;
      /* A descriptor on itself: it is to stay open in the program. */
      return a->from == a->fd ? fcntl(a->fd, F_SETFD, 0) : dup2(a->from, a->fd);
    case SPAWN_CHDIR: return chdir(a->path);
    case SPAWN_FCHDIR: return fchdir(a->fd);
  }
  return 0;
}

/* Handlers must not run in the child, whose memory is not the program's; SIG_IGN is inherited. */
static void reset_signals(const posix_spawnattr_t *a) {
  struct sigaction action;
  for (int i = 1; i < NSIG; i++) {
    int wanted = a && a->__flags & POSIX_SPAWN_SETSIGDEF && sigismember(&a->__default, i) == 1;
    if (i == SIGKILL || i == SIGSTOP || sigaction(i, 0, &action) < 0) continue;
    if (!wanted && (action.sa_handler == SIG_IGN || action.sa_handler == SIG_DFL)) continue;
    memset(&action, 0, sizeof action);
    sigaction(i, &action, 0);
  }
}

static int set_scheduling(const posix_spawnattr_t *a) {
  if (a->__flags & POSIX_SPAWN_SETSCHEDULER)
    return (int)__result(SYSCALL3(SYS_sched_setscheduler, 0, a->__policy, &a->__parameter));
  if (a->__flags & POSIX_SPAWN_SETSCHEDPARAM)
    return (int)__result(SYSCALL2(SYS_sched_setparam, 0, &a->__parameter));
  return 0;
}

static int set_attributes(const posix_spawnattr_t *a) {
  if (set_scheduling(a) < 0) return -1;
  if (a->__flags & POSIX_SPAWN_SETSID && __result(SYSCALL0(SYS_setsid)) < 0) return -1;
  if (a->__flags & POSIX_SPAWN_SETPGROUP && __result(SYSCALL2(SYS_setpgid, 0, a->__group)) < 0) return -1;
  if (a->__flags & POSIX_SPAWN_RESETIDS &&
      (__result(SYSCALL2(SYS_setregid, -1, getgid())) < 0 || __result(SYSCALL2(SYS_setreuid, -1, getuid())) < 0))
    return -1;
  return 0;
}

/* In the child; returns only where something failed. */
static void start(execute run, const char *name, const posix_spawn_file_actions_t *files,
                  const posix_spawnattr_t *a, char *const argv[], char *const envp[], const sigset_t *before,
                  int *report) {
  reset_signals(a);
  if (a && set_attributes(a) < 0) return;
  for (int i = 0; files && i < files->__count; i++)
    if (act(&files->__actions[i], report) < 0) return;
  sigprocmask(SIG_SETMASK, a && a->__flags & POSIX_SPAWN_SETSIGMASK ? &a->__mask : before, 0);
  run(name, argv, envp);
}

static int spawn(execute run, pid_t *pid, const char *name, const posix_spawn_file_actions_t *files,
                 const posix_spawnattr_t *a, char *const argv[], char *const envp[]) {
  int ends[2], error = 0, before_errno = errno;
  sigset_t all, before;
  if (SYSCALL2(SYS_pipe2, ends, O_CLOEXEC) < 0) return EMFILE;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  long child = SYSCALL5(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (!child) {
    start(run, name, files, a, argv, envp, &before, &ends[1]);
    error = errno;
    SYSCALL3(SYS_write, ends[1], &error, sizeof error);
    _exit(127);
  }
  close(ends[1]);
  if (child < 0) {
    error = (int)-child;
  } else {
    long n;
    do n = SYSCALL3(SYS_read, ends[0], &error, sizeof error);
    while (n == -EINTR);
    if (n > 0) SYSCALL4(SYS_wait4, child, 0, 0, 0);
    else error = 0;
  }
  close(ends[0]);
  sigprocmask(SIG_SETMASK, &before, 0);
  errno = before_errno;
  if (!error && pid) *pid = (pid_t)child;
  return error;
}

int posix_spawn(pid_t *restrict pid, const char *restrict name, const posix_spawn_file_actions_t *files,
                const posix_spawnattr_t *restrict a, char *const argv[], char *const envp[]) {
  return spawn(execve, pid, name, files, a, argv, envp);
}

int posix_spawnp(pid_t *restrict pid, const char *restrict name, const posix_spawn_file_actions_t *files,
                 const posix_spawnattr_t *restrict a, char *const argv[], char *const envp[]) {
  return spawn(execvpe, pid, name, files, a, argv, envp);
}
