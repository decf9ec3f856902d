// Programs by an open file, from a directory, by a link of /proc; modes of links; descriptors of another process.
// file: itself
// expect:
// open file: exit 3
// /proc: exit 3
// from a directory: exit 3
// a link that is not followed: 40
// an unknown flag: 22
// mode: 0600
// a descriptor of the child: "hello"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char *arguments[] = {"itself", "3", NULL};

static void report(const char *what) {
  int status = 0;
  wait(&status);
  printf("%s: exit %d\n", what, WEXITSTATUS(status));
  fflush(stdout);
}

static int failure(long result) { return result < 0 ? errno : 0; }

int main(int argc, char **argv) {
  char path[40], text[6] = "";
  int pipes[2];
  if (argc > 1) return argv[1][0] - '0';
  int fd = open("itself", O_RDONLY), directory = open(".", O_DIRECTORY | O_RDONLY);
  if (fork() == 0) _exit(fexecve(fd, arguments, environ));
  report("open file");
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  if (fork() == 0) _exit(execve(path, arguments, environ));
  report("/proc");
  if (fork() == 0) _exit(syscall(SYS_execveat, directory, "itself", arguments, environ, 0));
  report("from a directory");
  symlink("itself", "link");
  printf("a link that is not followed: %d\n", failure(syscall(SYS_execveat, directory, "link", arguments, environ, AT_SYMLINK_NOFOLLOW)));
  printf("an unknown flag: %d\n", failure(syscall(SYS_execveat, directory, "itself", arguments, environ, 1)));
  struct stat s;
  syscall(452 /* fchmodat2 */, AT_FDCWD, "itself", 0600, 0);
  stat("itself", &s);
  printf("mode: %04o\n", s.st_mode & 07777);
  pipe(pipes);
  fflush(stdout);
  int child = fork();
  if (child == 0) {
    dup2(pipes[0], 100);
    write(pipes[1], "ready", 6);
    pause();
  }
  read(pipes[0], text, 6);
  int handle = syscall(SYS_pidfd_open, child, 0);
  int other = syscall(SYS_pidfd_getfd, handle, 100, 0);
  write(pipes[1], "hello", 6);
  read(other, text, 6);
  printf("a descriptor of the child: \"%s\"\n", text);
  syscall(SYS_pidfd_send_signal, handle, 9, NULL, 0);
  return 0;
}
