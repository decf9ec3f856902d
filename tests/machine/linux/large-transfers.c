// Blocking files take and give all that is asked for; a pipe's size can be changed; a guest has a umask of its own, and one user.
// net: none
// expect:
// write: 3145728
// read through the pipe: 3145728
// writev: 2500000
// read: 2500000, same 1
// pread beyond the end: 500000
// pipe size: 65536, then 8192, then 4096
// what is there, without waiting for more: 1048576 1048576
// not smaller than what is in it: EBUSY
// not a pipe: EBADF
// mode: 624
// setuid: 0 EPERM, setregid: 0 EPERM, setgroups: EPERM
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SIZE = 3 << 20 };
static char out[SIZE], in[SIZE];

static const char *result(int status) {
  return status >= 0 ? "0" : errno == EPERM ? "EPERM" : errno == EBUSY ? "EBUSY" : errno == EBADF ? "EBADF" : strerror(errno);
}

static void *drain(void *ends) {
  long total = 0;
  for (ssize_t got; (got = read(*(int *) ends, in, SIZE)) > 0;) total += got;
  return (void *) total;
}

int main(void) {
  int ends[2];
  pthread_t thread;
  void *total;
  for (int i = 0; i < SIZE; i++) out[i] = (char) (i * 7 + (i >> 12));
  pipe(ends);
  pthread_create(&thread, 0, drain, ends);
  printf("write: %zd\n", write(ends[1], out, SIZE));
  close(ends[1]);
  pthread_join(thread, &total);
  printf("read through the pipe: %ld\n", (long) total);

  umask(053);
  int file = open("large", O_RDWR | O_CREAT | O_TRUNC, 0666);
  struct iovec pieces[3] = {{out, 1000000}, {out + 1000000, 1}, {out + 1000001, 1499999}};
  printf("writev: %zd\n", writev(file, pieces, 3));
  lseek(file, 0, SEEK_SET);
  ssize_t got = read(file, in, SIZE);
  printf("read: %zd, same %d\n", got, memcmp(in, out, 2500000) == 0);
  printf("pread beyond the end: %zd\n", pread(file, in, SIZE, 2000000));

  pipe(ends);
  printf("pipe size: %d", fcntl(ends[0], F_GETPIPE_SZ));
  printf(", then %d", fcntl(ends[1], F_SETPIPE_SZ, 5000));
  printf(", then %d\n", fcntl(ends[1], F_SETPIPE_SZ, 1));
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  struct iovec all = {in, SIZE};
  write(ends[1], out, 1 << 20);
  printf("what is there, without waiting for more: %zd", read(ends[0], in, SIZE));
  write(ends[1], out, 1 << 20);
  printf(" %zd\n", readv(ends[0], &all, 1));
  fcntl(ends[1], F_SETPIPE_SZ, 65536);
  write(ends[1], out, 20000);
  printf("not smaller than what is in it: %s\n", result(fcntl(ends[1], F_SETPIPE_SZ, 4096)));
  printf("not a pipe: %s\n", result(fcntl(file, F_GETPIPE_SZ)));

  struct stat status;
  fstat(file, &status);
  printf("mode: %o\n", status.st_mode & 0777);
  unlink("large");
  printf("setuid: %s", result(setuid(getuid())));
  printf(" %s", result(setuid(0)));
  printf(", setregid: %s", result(setregid(-1, getgid())));
  printf(" %s", result(setregid(0, -1)));
  gid_t group = getgid();
  printf(", setgroups: %s\n", result(setgroups(1, &group)));
  return 0;
}
