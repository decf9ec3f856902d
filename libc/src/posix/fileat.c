/* Files and folders beyond unistd.c: names relative to a folder, locks, limits, reading a whole folder. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include "../internal.h"

int unlinkat(int folder, const char *name, int flags) {
  return (int)__result(SYSCALL3(SYS_unlinkat, folder, name, flags));
}
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  return (int)__result(SYSCALL5(SYS_linkat, from_folder, from, to_folder, to, flags));
}
int symlinkat(const char *target, int folder, const char *name) {
  return (int)__result(SYSCALL3(SYS_symlinkat, target, folder, name));
}
ssize_t readlinkat(int folder, const char *restrict name, char *restrict p, size_t n) {
  return __result(SYSCALL4(SYS_readlinkat, folder, name, p, n));
}
int fchownat(int folder, const char *name, uid_t user, gid_t group, int flags) {
  return (int)__result(SYSCALL5(SYS_fchownat, folder, name, user, group, flags));
}
int mkdirat(int folder, const char *name, mode_t mode) {
  return (int)__result(SYSCALL3(SYS_mkdirat, folder, name, mode));
}
int mknodat(int folder, const char *name, mode_t mode, dev_t device) {
  return (int)__result(SYSCALL4(SYS_mknodat, folder, name, mode, device));
}
int mknod(const char *name, mode_t mode, dev_t device) {
  return mknodat(AT_FDCWD, name, mode, device);
}
int mkfifoat(int folder, const char *name, mode_t mode) {
  return mknodat(folder, name, mode | S_IFIFO, 0);
}

/* The kernel has no flags here: a link's own mode cannot be changed. */
int fchmodat(int folder, const char *name, mode_t mode, int flags) {
  if (flags & AT_SYMLINK_NOFOLLOW) {
    struct stat st;
    if (fstatat(folder, name, &st, flags) < 0) return -1;
    if (S_ISLNK(st.st_mode)) {
      errno = EOPNOTSUPP;
      return -1;
    }
  }
  return (int)__result(SYSCALL3(SYS_fchmodat, folder, name, mode));
}
int lchmod(const char *name, mode_t mode) {
  return fchmodat(AT_FDCWD, name, mode, AT_SYMLINK_NOFOLLOW);
}

/* The kernel's call knows the real user's rights only; those of the effective one are its own where the two are the same. */
int faccessat(int folder, const char *name, int mode, int flags) {
  if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW)) {
    errno = EINVAL;
    return -1;
  }
  int same = getuid() == geteuid() && getgid() == getegid();
  if (!(flags & AT_SYMLINK_NOFOLLOW) && (!(flags & AT_EACCESS) || same)) {
    return (int)__result(SYSCALL3(SYS_faccessat, folder, name, mode));
  }
  struct stat st;
  if (fstatat(folder, name, &st, flags & AT_SYMLINK_NOFOLLOW) < 0) return -1;
  uid_t user = flags & AT_EACCESS ? geteuid() : getuid();
  gid_t group = flags & AT_EACCESS ? getegid() : getgid();
  int granted = user == st.st_uid ? st.st_mode >> 6 & 7 : group == st.st_gid ? st.st_mode >> 3 & 7 : st.st_mode & 7;
  if (user == 0) granted = st.st_mode & 0111 || S_ISDIR(st.st_mode) ? 7 : 6;
  if ((mode & granted) == mode) return 0;
  errno = EACCES;
  return -1;
}
int euidaccess(const char *name, int mode) {
  return faccessat(AT_FDCWD, name, mode, AT_EACCESS);
}
int eaccess(const char *name, int mode) {
  return euidaccess(name, mode);
}

int chroot(const char *name) {
  return (int)__result(SYSCALL1(SYS_chroot, name));
}
int syncfs(int fd) {
  return (int)__result(SYSCALL1(SYS_syncfs, fd));
}
int pipe2(int fds[2], int flags) {
  return (int)__result(SYSCALL2(SYS_pipe2, fds, flags));
}
int dup3(int from, int to, int flags) {
  return (int)__result(SYSCALL3(SYS_dup3, from, to, flags));
}
void closefrom(int first) {
  for (int fd = first < 0 ? 0 : first; fd < getdtablesize(); fd++) close(fd);
}

int lockf(int fd, int command, off_t size) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = size};
  switch (command) {
    case F_ULOCK:
      lock.l_type = F_UNLCK;
      return fcntl(fd, F_SETLK, &lock);
    case F_LOCK:
      return fcntl(fd, F_SETLKW, &lock);
    case F_TLOCK:
      return fcntl(fd, F_SETLK, &lock);
    case F_TEST:
      if (fcntl(fd, F_GETLK, &lock) < 0) return -1;
      if (lock.l_type == F_UNLCK || lock.l_pid == getpid()) return 0;
      errno = EACCES;
      return -1;
    default:
      errno = EINVAL;
      return -1;
  }
}

/* These two return the error. */
int posix_fadvise(int fd, off_t at, off_t size, int advice) {
  return (int)-SYSCALL4(SYS_fadvise64, fd, at, size, advice);
}
int posix_fallocate(int fd, off_t at, off_t size) {
  return (int)-SYSCALL4(SYS_fallocate, fd, 0, at, size);
}
int fallocate(int fd, int mode, off_t at, off_t size) {
  return (int)__result(SYSCALL4(SYS_fallocate, fd, mode, at, size));
}

static int set_times(int folder, const char *name, const struct timeval t[2], int flags) {
  if (!t) return utimensat(folder, name, 0, flags);
  struct timespec s[2] = {{t[0].tv_sec, t[0].tv_usec * 1000}, {t[1].tv_sec, t[1].tv_usec * 1000}};
  return utimensat(folder, name, s, flags);
}
int futimes(int fd, const struct timeval t[2]) {
  return set_times(fd, 0, t, 0);
}
int lutimes(const char *name, const struct timeval t[2]) {
  return set_times(AT_FDCWD, name, t, AT_SYMLINK_NOFOLLOW);
}

long fpathconf(int fd, int name) {
  switch (name) {
    case _PC_LINK_MAX:
      return 127;
    case _PC_MAX_CANON:
    case _PC_MAX_INPUT:
    case _PC_NAME_MAX:
      return 255;
    case _PC_PATH_MAX:
      return PATH_MAX;
    case _PC_PIPE_BUF:
      return PIPE_BUF;
    case _PC_CHOWN_RESTRICTED:
    case _PC_NO_TRUNC:
      return 1;
    case _PC_VDISABLE:
      return 0;
    case _PC_FILESIZEBITS:
      return 64;
    case _PC_SYMLINK_MAX:
      return -1; /* no limit */
    default:
      errno = EINVAL;
      return -1;
  }
}
long pathconf(const char *path, int name) {
  struct stat st;
  return stat(path, &st) < 0 ? -1 : fpathconf(-1, name);
}

char *getwd(char *p) {
  return getcwd(p, PATH_MAX);
}
char *get_current_dir_name(void) {
  return getcwd(0, 0);
}

int mlock(const void *at, size_t n) {
  return (int)__result(SYSCALL2(SYS_mlock, at, n));
}
int munlock(const void *at, size_t n) {
  return (int)__result(SYSCALL2(SYS_munlock, at, n));
}
int mlockall(int flags) {
  return (int)__result(SYSCALL1(SYS_mlockall, flags));
}
int munlockall(void) {
  return (int)__result(SYSCALL0(SYS_munlockall));
}
int mincore(void *at, size_t n, unsigned char *resident) {
  return (int)__result(SYSCALL3(SYS_mincore, at, n, resident));
}
/* Returns the error. Pages are never dropped: their contents may be wanted again. */
int posix_madvise(void *at, size_t n, int advice) {
  return advice == POSIX_MADV_DONTNEED ? 0 : (int)-SYSCALL3(SYS_madvise, at, n, advice);
}

/* Shared memory has names in a file system of its own, /dev/shm. */
static char *shared_name(const char *name, char path[PATH_MAX]) {
  while (*name == '/') name++;
  if (!*name || strchr(name, '/') || strlen(name) > NAME_MAX) {
    errno = EINVAL;
    return 0;
  }
  return strcat(strcpy(path, "/dev/shm/"), name);
}
int shm_open(const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  return shared_name(name, path) ? open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode) : -1;
}
int shm_unlink(const char *name) {
  char path[PATH_MAX];
  return shared_name(name, path) ? unlink(path) : -1;
}

int alphasort(const struct dirent **a, const struct dirent **b) {
  return strcoll((*a)->d_name, (*b)->d_name);
}
int versionsort(const struct dirent **a, const struct dirent **b) {
  return strverscmp((*a)->d_name, (*b)->d_name);
}

int scandir(const char *restrict name, struct dirent ***restrict out, int (*wanted)(const struct dirent *),
            int (*order)(const struct dirent **, const struct dirent **)) {
  DIR *d = opendir(name);
  if (!d) return -1;
  struct dirent **list = 0;
  int n = 0, room = 0;
  int before = errno;
  errno = 0;
  for (struct dirent *entry; (entry = readdir(d)) != 0;) {
    if (wanted && !wanted(entry)) continue;
    if (n == room) {
      struct dirent **larger = realloc(list, sizeof *list * (room = room * 2 + 16));
      if (!larger) break;
      list = larger;
    }
    list[n] = malloc(sizeof **list);
    if (!list[n]) break;
    *list[n++] = *entry;
    errno = 0;
  }
  int error = errno;
  closedir(d);
  if (error) {
    while (n > 0) free(list[--n]);
    free(list);
    errno = error;
    return -1;
  }
  errno = before;
  if (order && n > 1) qsort(list, (size_t)n, sizeof *list, (int (*)(const void *, const void *))order);
  *out = list ? list : calloc(1, sizeof *list);
  return n;
}
