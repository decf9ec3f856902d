// skip: interpreter, rv32, pipeline
// Names relative to a folder, whole folders, locks, limits: the same with glibc.
// expect-output: begin a b sub
// expect-output: 3 entries, a first
// expect-output: back at a: 1
// expect-output: link sub/../a, 5 bytes
// expect-output: access 0 0 -1
// expect-output: modes 100640 40700
// expect-output: lock 0 0, test 0
// expect-output: limits 255 4096 4096 1
// expect-output: times 5 6
// expect-output: /bin
// expect-output: done
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/cdefs.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

__BEGIN_DECLS
static int no_dots(const struct dirent *e) {
  return e->d_name[0] != '.';
}
__END_DECLS

int main(void) {
  char name[] = "posix_filesXXXXXX";
  if (!mkdtemp(name)) return 1;
  int folder = open(name, O_RDONLY | O_DIRECTORY);
  int fd = openat(folder, "a", O_CREAT | O_RDWR, 0600);
  if (folder < 0 || fd < 0 || write(fd, "hello", 5) != 5) return 2;
  close(openat(folder, "b", O_CREAT | O_WRONLY, 0600));
  if (mkdirat(folder, "sub", 0700) || fchmodat(folder, "a", 0640, 0)) return 3;
  struct dirent **list;
  int n = scandir(name, &list, no_dots, alphasort);
  printf("begin");
  for (int i = 0; i < n; i++) printf(" %s", list[i]->d_name);
  printf("\n%d entries, %s first\n", n, n ? list[0]->d_name : "");
  DIR *d = fdopendir(dup(folder));
  long at = 0;
  struct dirent *e;
  while ((e = readdir(d)) && strcmp(e->d_name, "a")) at = telldir(d);
  if (at) seekdir(d, at);
  else rewinddir(d);
  e = readdir(d);
  printf("back at a: %d\n", e && (at == 0 || !strcmp(e->d_name, "a")));
  closedir(d);
  char text[64] = "";
  if (symlinkat("sub/../a", folder, "l")) return 4;
  ssize_t length = readlinkat(folder, "l", text, sizeof text - 1);
  struct stat st;
  fstatat(folder, "l", &st, 0);
  printf("link %.*s, %d bytes\n", (int)length, text, (int)st.st_size);
  printf("access %d %d %d\n", faccessat(folder, "a", R_OK, 0), faccessat(folder, "a", R_OK | W_OK, AT_EACCESS),
         faccessat(folder, "none", F_OK, 0));
  fstat(fd, &st);
  struct stat sub;
  fstatat(folder, "sub", &sub, AT_SYMLINK_NOFOLLOW);
  printf("modes %o %o\n", st.st_mode, sub.st_mode);
  lseek(fd, 0, SEEK_SET);
  int locked = lockf(fd, F_TLOCK, 0), tested = lockf(fd, F_TEST, 0), opened = lockf(fd, F_ULOCK, 0);
  printf("lock %d %d, test %d\n", locked, opened, tested);
  printf("limits %ld %ld %ld %ld\n", pathconf(name, _PC_NAME_MAX), pathconf(name, _PC_PATH_MAX), fpathconf(fd, _PC_PIPE_BUF),
         sysconf(_SC_JOB_CONTROL));
  struct timeval t[2] = {{5, 0}, {6, 0}};
  futimes(fd, t);
  fstat(fd, &st);
  printf("times %d %d\n", (int)st.st_atime, (int)st.st_mtime);
  char path[64] = "";
  confstr(_CS_PATH, path, sizeof path);
  printf("%.4s\n", path);
  for (int i = 0; i < n; i++) free(list[i]);
  free(list);
  unlinkat(folder, "a", 0);
  unlinkat(folder, "b", 0);
  unlinkat(folder, "l", 0);
  unlinkat(folder, "sub", AT_REMOVEDIR);
  close(fd);
  close(folder);
  puts(rmdir(name) == 0 ? "done" : strerror(errno));
  return 0;
}
