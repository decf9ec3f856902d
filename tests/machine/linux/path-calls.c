// Places without contents (O_PATH), files without names, holes, dots, openat2, and the limit of a file's size.
// expect:
// a place: read 9, write 9, size 5, at "hello"
// a link itself 1, read "file"
// no name: 5, nothing is in the directory
// hole "h\0\0lo", size kept 5, grown 100
// dots 22 39 17 16 21
// beneath 0 18 18, in root 0, no links 40 40
// mode without O_CREAT 22, both 22, unknown 22
// linked 2
// limit: wrote 4, then 27 with signal 1, truncate 27
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int signals;
static void count(int s) { signals++; }
static int failure(long result) { return result < 0 ? errno : 0; }

static int open_how(int directory, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
  uint64_t how[3] = {flags, mode, resolve};
  int fd = syscall(437, directory, path, how, sizeof how), e = failure(fd);
  if (fd >= 0) close(fd);
  return e;
}

int main(void) {
  char b[64] = "";
  struct stat s;
  mkdir("dir", 0700);
  int f = open("dir/file", O_RDWR | O_CREAT, 0600);
  write(f, "hello", 5);
  int place = open("dir/file", O_PATH), d = open("dir", O_PATH | O_DIRECTORY);
  fstat(place, &s);
  int r = failure(read(place, b, 1)), w = failure(write(place, b, 1)), in = openat(d, "file", O_RDONLY);
  read(in, b, 5);
  printf("a place: read %d, write %d, size %d, at \"%s\"\n", r, w, (int)s.st_size, b);
  symlink("file", "dir/link");
  int link_fd = open("dir/link", O_PATH | O_NOFOLLOW);
  fstat(link_fd, &s);
  memset(b, 0, sizeof b);
  readlinkat(link_fd, "", b, sizeof b);
  printf("a link itself %d, read \"%s\"\n", S_ISLNK(s.st_mode), b);
  mkdir("empty", 0700);
  int t = open("empty", O_TMPFILE | O_RDWR, 0600);
  write(t, "12345", 5);
  fstat(t, &s);
  printf("no name: %d, %s\n", (int)s.st_size, rmdir("empty") ? "something is in the directory" : "nothing is in the directory");
  fallocate(f, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 1, 2);
  fallocate(f, FALLOC_FL_KEEP_SIZE, 0, 100);
  fstat(f, &s);
  pread(f, b, 5, 0);
  printf("hole \"%c\\%d\\%d%c%c\", size kept %d, ", b[0], b[1], b[2], b[3], b[4], (int)s.st_size);
  fallocate(f, 0, 0, 100);
  fstat(f, &s);
  printf("grown %d\n", (int)s.st_size);
  int e1 = failure(rmdir("dir/.")), e2 = failure(rmdir("dir/..")), e3 = failure(mkdir("dir/.", 0700)), e4 = failure(rename("dir/.", "x"));
  printf("dots %d %d %d %d %d\n", e1, e2, e3, e4, failure(unlink("dir")));
  symlink("/file", "dir/root");
  symlink("../dir/file", "dir/out");
  e1 = open_how(d, "link", O_RDONLY, 0, 8), e2 = open_how(d, "../dir/file", O_RDONLY, 0, 8), e3 = open_how(d, "root", O_RDONLY, 0, 8);
  printf("beneath %d %d %d, in root %d, no links ", e1, e2, e3, open_how(d, "root", O_RDONLY, 0, 16));
  e1 = open_how(d, "link", O_RDONLY, 0, 4);
  printf("%d %d\n", e1, open_how(AT_FDCWD, "/proc/self/fd/0", O_RDONLY, 0, 2));
  e1 = open_how(d, "file", O_RDONLY, 0600, 0), e2 = open_how(d, "file", O_RDONLY, 0, 24);
  printf("mode without O_CREAT %d, both %d, unknown %d\n", e1, e2, open_how(d, "file", O_RDONLY, 0, 1 << 20));
  sprintf(b, "/proc/self/fd/%d", f);
  linkat(AT_FDCWD, b, AT_FDCWD, "dir/second", AT_SYMLINK_FOLLOW);
  fstat(f, &s);
  printf("linked %d\n", (int)s.st_nlink);
  struct rlimit few = {1004, 1004};
  signal(SIGXFSZ, count);
  setrlimit(RLIMIT_FSIZE, &few);
  int n = pwrite(f, "12345678", 8, 1000), over = failure(pwrite(f, "1", 1, 1004)), told = signals;
  printf("limit: wrote %d, then %d with signal %d, truncate %d\n", n, over, told, failure(ftruncate(f, 2000)));
  for (char **name = (char *[]){"dir/file", "dir/second", "dir/link", "dir/root", "dir/out", 0}; *name; name++) unlink(*name);
  rmdir("dir");
  return 0;
}
