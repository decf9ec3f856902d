// Locks on files between processes: of ranges, of descriptions, of whole files; who waits, who inherits, and what closing does.
// expect:
// child: 11, of the first byte by its parent: 1, another byte: 0
// after the middle is given up: 0 11 11
// waited until the parent gave it up: 0
// closing another descriptor gives up all: 0
// a lock for writing on what is read: 9
// descriptions: 11, then 0
// whole files: 11, shared by fork: 0, then 0
// each waits for the other: one fails with 35, the other has its lock
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static int lock(int fd, int command, int type, long start, long length) {
  struct flock f = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  return fcntl(fd, command, &f) < 0 ? errno : 0;
}

static int owner(int fd, long start) {
  struct flock f = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = 1};
  fcntl(fd, F_GETLK, &f);
  return f.l_type == F_WRLCK && f.l_pid == getppid();
}

static pid_t child(void) {
  fflush(stdout);
  return fork();
}

int main(void) {
  int fd = open("file", O_CREAT | O_RDWR, 0600);
  lock(fd, F_SETLK, F_WRLCK, 0, 10);
  if (child() == 0) {
    printf("child: %d, of the first byte by its parent: %d, another byte: %d\n", lock(fd, F_SETLK, F_WRLCK, 5, 1), owner(fd, 0),
           lock(fd, F_SETLK, F_WRLCK, 10, 0));
    fflush(stdout);
    _exit(0);
  }
  wait(0);
  lock(fd, F_SETLK, F_UNLCK, 4, 2);
  if (child() == 0) {
    printf("after the middle is given up: %d %d %d\n", lock(fd, F_SETLK, F_WRLCK, 4, 2), lock(fd, F_SETLK, F_RDLCK, 3, 1),
           lock(fd, F_SETLK, F_RDLCK, 6, 1));
    fflush(stdout);
    _exit(0);
  }
  wait(0);
  if (child() == 0) {
    int result = lock(fd, F_SETLKW, F_WRLCK, 0, 1);
    printf("waited until the parent gave it up: %d\n", result);
    fflush(stdout);
    _exit(0);
  }
  usleep(20000);
  lock(fd, F_SETLK, F_UNLCK, 0, 1);
  wait(0);
  close(open("file", O_RDONLY));
  if (child() == 0) {
    printf("closing another descriptor gives up all: %d\n", lock(fd, F_SETLK, F_WRLCK, 0, 0));
    fflush(stdout);
    _exit(0);
  }
  wait(0);
  int read_only = open("file", O_RDONLY);
  printf("a lock for writing on what is read: %d\n", lock(read_only, F_SETLK, F_WRLCK, 0, 1));
  int other = open("file", O_RDWR);
  lock(fd, F_OFD_SETLK, F_WRLCK, 0, 1);
  int busy = lock(other, F_OFD_SETLK, F_WRLCK, 0, 1);
  lock(fd, F_OFD_SETLK, F_UNLCK, 0, 1);
  printf("descriptions: %d, then %d\n", busy, lock(other, F_OFD_SETLK, F_WRLCK, 0, 1));
  flock(fd, LOCK_EX);
  int taken = flock(other, LOCK_EX | LOCK_NB) < 0 ? errno : 0;
  int status;
  if (child() == 0) _exit(flock(fd, LOCK_EX | LOCK_NB) < 0 ? errno : 0);
  wait(&status);
  close(fd);
  printf("whole files: %d, shared by fork: %d, then %d\n", taken, WEXITSTATUS(status), flock(other, LOCK_EX | LOCK_NB) < 0 ? errno : 0);

  int ready[2];
  char byte;
  pipe(ready);
  fd = open("both", O_CREAT | O_RDWR, 0600);
  lock(fd, F_SETLK, F_WRLCK, 0, 1);
  if (child() == 0) {
    lock(fd, F_SETLK, F_WRLCK, 1, 1);
    write(ready[1], "x", 1);
    _exit(lock(fd, F_SETLKW, F_WRLCK, 0, 1));
  }
  read(ready[0], &byte, 1);
  usleep(100000);
  int dead = lock(fd, F_SETLKW, F_WRLCK, 1, 1);
  lock(fd, F_SETLK, F_UNLCK, 0, 1);
  wait(&status);
  int other_dead = WEXITSTATUS(status); /* Should the child have been late, it is the one that fails. */
  printf("each waits for the other: one fails with %d, the other has its lock\n", dead ? other_dead ? -1 : dead : other_dead);
  return 0;
}
