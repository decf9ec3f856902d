/* File systems: Linux's statfs, and POSIX's view of it. */
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include "../internal.h"

enum { ST_VALID_ = 0x20 }; /* the kernel's mark that f_flags says something */

#if __riscv_xlen == 32
int statfs(const char *name, struct statfs *st) {
  return (int)__result(SYSCALL3(SYS_statfs, name, sizeof *st, st));
}
int fstatfs(int fd, struct statfs *st) {
  return (int)__result(SYSCALL3(SYS_fstatfs, fd, sizeof *st, st));
}
#else
int statfs(const char *name, struct statfs *st) {
  return (int)__result(SYSCALL2(SYS_statfs, name, st));
}
int fstatfs(int fd, struct statfs *st) {
  return (int)__result(SYSCALL2(SYS_fstatfs, fd, st));
}
#endif

static int convert(int result, const struct statfs *from, struct statvfs *to) {
  if (result < 0) return result;
  memset(to, 0, sizeof *to);
  to->f_bsize = (unsigned long)from->f_bsize;
  to->f_frsize = (unsigned long)(from->f_frsize ? from->f_frsize : from->f_bsize);
  to->f_blocks = from->f_blocks;
  to->f_bfree = from->f_bfree;
  to->f_bavail = from->f_bavail;
  to->f_files = from->f_files;
  to->f_ffree = to->f_favail = from->f_ffree;
  to->f_fsid = (unsigned)from->f_fsid.__val[0];
#if __riscv_xlen == 64
  to->f_fsid |= (unsigned long)(unsigned)from->f_fsid.__val[1] << 32;
#endif
  to->f_flag = (unsigned long)from->f_flags & ~(unsigned long)ST_VALID_;
  to->f_namemax = (unsigned long)from->f_namelen;
  to->f_type = (unsigned)from->f_type;
  return 0;
}

int statvfs(const char *restrict name, struct statvfs *restrict st) {
  struct statfs from;
  return convert(statfs(name, &from), &from, st);
}

int fstatvfs(int fd, struct statvfs *st) {
  struct statfs from;
  return convert(fstatfs(fd, &from), &from, st);
}
