// kcmp and process_vm_readv look into another process; and calls that refuse what Linux refuses: flags, ranges, files of the wrong kind.
// expect:
// kcmp: same 0, other not 0, dup 0, memory of a child not 0, none ESRCH
// read: 7 child!, self 6 parent, in two parts 4+3, none ESRCH, bad EFAULT, half 8
// copy_file_range: 5 at 5 and 7, flags EINVAL, overlap EINVAL, apart 2, pipe EINVAL, directory EISDIR, appending EBADF
// preadv2: 5 5, bogus EOPNOTSUPP; appended, 16 bytes
// close_range: bogus EINVAL, order EINVAL, closed EBADF
// membarrier: unregistered EPERM, registered 0, in a child 0, bogus EINVAL
// getrandom: bogus EINVAL, both EINVAL; statx: EINVAL EINVAL
// unshare: nothing 0, files 0, namespace EPERM; robust list 24 bytes
// clock: not synchronised, set EPERM; fallocate of a pipe ESPIPE
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char target[10] = "parent", buffer[100];

/* A result, or the name of an error. */
static const char *r(long result) {
  static char texts[8][40];
  static int next;
  char *text = texts[next++ % 8];
  if (result < 0) return strerrorname_np(errno);
  sprintf(text, "%ld", result);
  return text;
}

static long kcmp(int pid1, int pid2, int type, long a, long b) { return syscall(SYS_kcmp, pid1, pid2, type, a, b); }

int main(void) {
  int fd = open("/work/a", O_RDWR | O_CREAT, 0600), other = open("/work/b", O_RDWR | O_CREAT, 0600), ends[2];
  write(fd, "hello world", 11);
  pipe(ends);
  int child = fork(), me = getpid();
  if (!child) {
    strcpy(target, "child!");
    write(ends[1], "x", 1);
    pause();
    _exit(0);
  }
  read(ends[0], buffer, 1);
  printf("kcmp: same %ld, ", kcmp(me, me, 0, fd, fd));
  printf("other %s, ", kcmp(me, me, 0, fd, other) > 0 ? "not 0" : "0");
  printf("dup %ld, memory of a child %s, ", kcmp(me, me, 0, fd, dup(fd)), kcmp(me, child, 1, 0, 0) > 0 ? "not 0" : "0");
  printf("none %s\n", r(kcmp(me, 999999, 0, 0, 0)));

  struct iovec local = {buffer, 7}, remote = {target, 7}, bad = {(void *)16, 7};
  printf("read: %s ", r(process_vm_readv(child, &local, 1, &remote, 1, 0)));
  printf("%s, ", buffer);
  remote.iov_len = 6;
  printf("self %s ", r(process_vm_readv(me, &local, 1, &remote, 1, 0)));
  printf("%.6s, ", buffer);
  struct iovec parts[2] = {{buffer, 4}, {buffer + 50, 3}};
  remote.iov_len = 7;
  long got = process_vm_readv(child, parts, 2, &remote, 1, 0);
  printf("in two parts %s, ", got == 7 && !memcmp(buffer, "chil", 4) && !strcmp(buffer + 50, "d!") ? "4+3" : r(got));
  printf("none %s, bad %s, ", r(process_vm_readv(999999, &local, 1, &remote, 1, 0)), r(process_vm_readv(child, &local, 1, &bad, 1, 0)));
  char *pages = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(pages + 4096, 4096);
  struct iovec half = {pages + 4088, 20};
  local.iov_len = 20;
  printf("half %s\n", r(process_vm_readv(me, &local, 1, &half, 1, 0)));

  loff_t from = 0, to = 2;
  printf("copy_file_range: %s ", r(copy_file_range(fd, &from, other, &to, 5, 0)));
  printf("at %ld and %ld, flags %s, ", (long)from, (long)to, r(copy_file_range(fd, &from, other, &to, 5, 1)));
  from = 0, to = 2;
  printf("overlap %s, ", r(copy_file_range(fd, &from, fd, &to, 5, 0)));
  printf("apart %s, ", r(copy_file_range(fd, &from, fd, &to, 2, 0)));
  printf("pipe %s, ", r(copy_file_range(fd, &from, ends[1], 0, 5, 0)));
  printf("directory %s, ", r(copy_file_range(open("/work", O_RDONLY), 0, fd, 0, 5, 0)));
  printf("appending %s\n", r(copy_file_range(fd, &from, open("/work/b", O_WRONLY | O_APPEND), 0, 5, 0)));

  struct iovec five = {buffer, 5};
  struct stat info;
  printf("preadv2: %s %s, ", r(preadv2(fd, &five, 1, 0, 0)), r(preadv2(fd, &five, 1, 0, RWF_HIPRI)));
  printf("bogus %s; ", r(preadv2(fd, &five, 1, 0, 0x1000)));
  pwritev2(fd, &five, 1, 0, RWF_APPEND);
  fstat(fd, &info);
  printf("appended, %ld bytes\n", (long)info.st_size);

  int closed = dup2(fd, 900);
  printf("close_range: bogus %s, order %s, ", r(close_range(900, 901, 16)), r(close_range(901, 900, 0)));
  close_range(900, 901, 0);
  printf("closed %s\n", r(fcntl(closed, F_GETFD)));

  printf("membarrier: unregistered %s, ", r(syscall(SYS_membarrier, 8, 0, 0)));
  syscall(SYS_membarrier, 16, 0, 0);
  printf("registered %s, ", r(syscall(SYS_membarrier, 8, 0, 0)));
  int second = fork(), status;
  if (!second) _exit(syscall(SYS_membarrier, 8, 0, 0) ? errno : 0);
  waitpid(second, &status, 0);
  printf("in a child %d, bogus %s\n", WEXITSTATUS(status), r(syscall(SYS_membarrier, 1 << 20, 0, 0)));

  printf("getrandom: bogus %s, both %s; ", r(syscall(SYS_getrandom, buffer, 8, 64)), r(syscall(SYS_getrandom, buffer, 8, 6)));
  struct statx extended;
  printf("statx: %s ", r(statx(fd, "", AT_EMPTY_PATH, 0x80000000, &extended)));
  printf("%s\n", r(statx(fd, "", AT_EMPTY_PATH | 0x6000, 0, &extended)));

  printf("unshare: nothing %s, files %s, ", r(unshare(0)), r(unshare(CLONE_FILES | CLONE_FS)));
  printf("namespace %s; ", getuid() ? r(unshare(CLONE_NEWNS)) : "EPERM");
  size_t length = 0;
  void *list;
  syscall(SYS_get_robust_list, 0, &list, &length);
  printf("robust list %zu bytes\n", length);
  struct timex clock = {0};
  printf("clock: %s, ", adjtimex(&clock) == TIME_ERROR && clock.status & STA_UNSYNC ? "not synchronised" : "other");
  clock.modes = ADJ_TICK;
  printf("set %s; ", getuid() ? r(adjtimex(&clock)) : "EPERM");
  printf("fallocate of a pipe %s\n", r(fallocate(ends[1], 0, 0, 10)));
  kill(child, SIGKILL);
  return 0;
}
