// Paths through the links of /proc, with dots in them, and directories that only lead somewhere.
// expect:
// /dev/null is no link, its real path is /dev/null
// . is no link, its real path is /work
// cwd: directory, file, directory, real path /work/d/f
// root: directory, device
// fd: file, file, file, nothing; a file has nothing behind it: ENOTDIR
// dots: directory, file, file, directory, directory
// changed to /work/d
// made 0, renamed 0, removed 0
// settings: directory, directory, file, osrelease 1 random 1
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *what(const char *path) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if ((fd < 0) != (stat(path, &st) < 0)) return "open and stat disagree";
  if ((fd < 0) != (access(path, F_OK) < 0)) return "open and access disagree";
  if (fd < 0) return errno == ENOENT ? "nothing" : errno == ENOTDIR ? "ENOTDIR" : "another error";
  struct stat opened;
  fstat(fd, &opened);
  close(fd);
  if ((opened.st_mode & S_IFMT) != (st.st_mode & S_IFMT)) return "open and stat see different things";
  return S_ISDIR(st.st_mode) ? "directory" : S_ISREG(st.st_mode) ? "file" : S_ISCHR(st.st_mode) ? "device" : "other";
}

static void noLink(const char *path) {
  char buffer[PATH_MAX], *real = realpath(path, NULL);
  int none = readlink(path, buffer, sizeof buffer) < 0 && errno == EINVAL;
  printf("%s is %s, its real path is %s\n", path, none ? "no link" : "odd", real ? real : strerror(errno));
}

int main(void) {
  char path[PATH_MAX], behind[PATH_MAX];
  noLink("/dev/null");
  noLink(".");
  mkdir("d", 0755);
  close(open("d/f", O_CREAT | O_RDWR, 0644));
  int d = open("d", O_RDONLY | O_DIRECTORY);
  printf("cwd: %s, %s, ", what("/proc/self/cwd"), what("/proc/self/cwd/d/f"));
  printf("%s, real path %s\n", what("/proc/self/cwd/d/"), realpath("/proc/self/cwd/d/f", path));
  printf("root: %s, %s\n", what("/proc/self/root"), what("/proc/self/root/dev/null"));
  snprintf(path, sizeof path, "/proc/self/fd/%d/f", d);
  printf("fd: %s, ", what(path));
  snprintf(path, sizeof path, "/dev/fd/%d/f", d);
  printf("%s, ", what(path));
  snprintf(path, sizeof path, "/proc/%d/fd/%d/../d/f", getpid(), d);
  printf("%s, ", what(path));
  snprintf(path, sizeof path, "/proc/self/fd/%d/none", d);
  printf("%s; a file has nothing behind it: ", what(path));
  snprintf(path, sizeof path, "/proc/self/fd/%d/x", open("d/f", O_RDONLY));
  printf("%s\n", what(path));
  printf("dots: %s, %s, ", what("/proc/self/../self/cwd"), what("/proc//self/status"));
  printf("%s, %s, %s\n", what("/proc/./self/task/../status"), what("/proc/self/fd/"), what("/proc/self/task/"));
  chdir("/proc/self/cwd/d");
  printf("changed to %s\n", getcwd(path, sizeof path));
  int made = open("/proc/self/cwd/g", O_CREAT | O_EXCL | O_RDWR, 0644);
  snprintf(behind, sizeof behind, "/proc/self/fd/%d/h", d);
  int renamed = rename("/proc/self/cwd/g", behind);
  printf("made %d, renamed %d, removed %d\n", made < 0, renamed, unlink("h"));
  printf("settings: %s, %s, %s, ", what("/proc/sys"), what("/proc/sys/kernel/"), what("/proc/sys/kernel/random/uuid"));
  DIR *settings = opendir("/proc/sys/kernel");
  int release = 0, random = 0;
  for (struct dirent *e; settings != NULL && (e = readdir(settings)) != NULL;) {
    release += strcmp(e->d_name, "osrelease") == 0;
    random += strcmp(e->d_name, "random") == 0;
  }
  printf("osrelease %d random %d\n", release, random);
  return 0;
}
