// What open says of files that are no directories: pipes, sockets, devices, links to them, with the flags that refuse some: as Linux
// does. Nobody waits for the other end of a pipe that is to be a directory.
// expect:
// pipe: the same file, a pipe, 640, of the user
// pipe: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL opened opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// to-pipe: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL opened opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// socket: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL ENXIO opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// file: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL opened opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// to-file: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL opened opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// /dev/null: ENOTDIR ENOTDIR ENOTDIR EEXIST EINVAL opened opened ENOTDIR, below ENOTDIR, as a directory ENOTDIR, chdir ENOTDIR
// dangling: ENOENT ENOENT ENOENT EEXIST EINVAL ENOENT opened ENOENT, below ENOENT, as a directory ENOENT, chdir ENOENT
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void show(const char *path) {
  static const int flags[] = {O_RDONLY | O_NONBLOCK | O_DIRECTORY, O_RDONLY | O_DIRECTORY, O_PATH | O_DIRECTORY,
                              O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK, O_RDWR | O_CREAT | O_DIRECTORY | O_NONBLOCK,
                              O_RDWR | O_NONBLOCK, O_PATH | O_NOFOLLOW, O_RDWR | O_TMPFILE};
  printf("%s:", path);
  for (int i = 0; i < sizeof flags / sizeof flags[0]; i++) {
    int fd = open(path, flags[i], 0600);
    printf(" %s", fd < 0 ? strerrorname_np(errno) : "opened");
    if (fd >= 0) {
      close(fd);
    }
  }
  char below[100];
  snprintf(below, sizeof below, "%s/x", path);
  printf(", below %s", open(below, O_RDONLY) < 0 ? strerrorname_np(errno) : "opened");
  snprintf(below, sizeof below, "%s/", path);
  printf(", as a directory %s", open(below, O_RDONLY | O_NONBLOCK) < 0 ? strerrorname_np(errno) : "opened");
  printf(", chdir %s\n", chdir(path) < 0 ? strerrorname_np(errno) : "done");
}

/** An open pipe is the file that its name stands for. */
static void compare(const char *path) {
  struct stat named, opened;
  int fd = open(path, O_RDWR);
  chmod(path, 0640);
  stat(path, &named);
  fstat(fd, &opened);
  printf("%s: %s file, %s, %o, of %s\n", path,
         named.st_ino == opened.st_ino && named.st_dev == opened.st_dev ? "the same" : "another",
         S_ISFIFO(opened.st_mode) ? "a pipe" : "no pipe", opened.st_mode & 07777,
         opened.st_uid == getuid() ? "the user" : "somebody");
  close(fd);
}

int main(void) {
  mkfifo("pipe", 0600);
  struct sockaddr_un name = {AF_UNIX, "socket"};
  bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, sizeof name);
  close(open("file", O_CREAT | O_WRONLY, 0600));
  symlink("pipe", "to-pipe");
  symlink("file", "to-file");
  symlink("nothing", "dangling");
  compare("pipe");
  show("pipe");
  show("to-pipe");
  show("socket");
  show("file");
  show("to-file");
  show("/dev/null");
  show("dangling");
  unlink("pipe");
  unlink("socket");
  unlink("file");
  unlink("to-pipe");
  unlink("to-file");
  unlink("dangling");
  unlink("nothing");
  return 0;
}
