// skip: interpreter, pipeline
// Linux's headers: system calls by number, file systems, random bytes, device numbers, process operations.
#include <byteswap.h>
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <string.h>
#include <sys/poll.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sysexits.h>
#include <unistd.h>
#include "check.h"

int main(void) {
  CHECK(1, syscall(SYS_getpid) == getpid() && SYS_openat == __NR_openat && SYS_write == 64);
  errno = 0;
  CHECK(2, syscall(SYS_close, -1) == -1 && errno == EBADF);

  struct statvfs vfs;
  struct statfs fs;
  CHECK(3, statvfs("/", &vfs) == 0 && vfs.f_bsize > 0 && vfs.f_frsize > 0 && vfs.f_namemax >= 14);
  CHECK(4, statfs("/", &fs) == 0 && fs.f_bsize > 0 && fs.f_namelen == (long)vfs.f_namemax);
  CHECK(5, statvfs("/no/such/file", &vfs) == -1 && errno == ENOENT);
  int fd = open("/", O_RDONLY | O_DIRECTORY);
  CHECK(6, fstatvfs(fd, &vfs) == 0 && fstatfs(fd, &fs) == 0 && close(fd) == 0);

  unsigned char bytes[300] = {0}, sum = 0;
  CHECK(7, getrandom(bytes, 64, GRND_NONBLOCK) == 64 && getentropy(bytes + 64, 192) == 0);
  for (int i = 0; i < 256; i++) sum |= bytes[i];
  CHECK(8, sum && !bytes[256] && getentropy(bytes, 257) == -1 && errno == EIO);

  dev_t device = makedev(0x12345678, 0x9abcdef0);
  CHECK(9, major(device) == 0x12345678 && minor(device) == 0x9abcdef0 && makedev(8, 1) == 0x801);
  CHECK(10, device == 0x123459abcde678f0 && major(0x801) == 8 && minor(0x801) == 1);
  CHECK(11, bswap_16(0x1234) == 0x3412 && bswap_32(0x12345678) == 0x78563412 && bswap_64(1) == 1ull << 56);
  CHECK(12, EX_USAGE == 64 && EX_CONFIG == 78 && !strcmp(_PATH_DEVNULL, "/dev/null") && *_PATH_TMP == '/');

  char name[16] = "";
  CHECK(13, prctl(PR_SET_NAME, "a-task") == 0 && prctl(PR_GET_NAME, name) == 0 && !strcmp(name, "a-task"));
  int ends[2];
  CHECK(14, pipe(ends) == 0 && write(ends[1], "x", 1) == 1);
  struct pollfd both[] = {{ends[0], POLLIN | POLLRDNORM, 0}, {ends[1], POLLOUT, 0}};
  CHECK(15, poll(both, 2, 0) == 2 && both[0].revents == (POLLIN | POLLRDNORM) && both[1].revents == POLLOUT);
  return 0;
}
