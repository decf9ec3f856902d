// Pipes with a name: both sides wait for each other, as fifo(7) says. Then splice, tee and vmsplice.
// expect:
// made 0, again 17, a pipe: 1
// nobody reads: 6
// read "hello", then 0, status 0
// alone: "xy"
// gone: 2
// teed "copy" and read "copy"
// spliced 4 and 4: "copy"
// no pipe: 22
// vector: "ab"
// met 300 times
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  char text[32] = "";
  struct stat s;
  int made = mkfifo("pipe", 0600);
  int again = mkfifo("pipe", 0600) < 0 ? errno : 0;
  stat("pipe", &s);
  printf("made %d, again %d, a pipe: %d\n", made, again, S_ISFIFO(s.st_mode));
  printf("nobody reads: %d\n", open("pipe", O_WRONLY | O_NONBLOCK) < 0 ? errno : 0);
  fflush(stdout);
  if (fork() == 0) {
    int out = open("pipe", O_WRONLY);
    write(out, "hello", 5);
    _exit(0);
  }
  int in = open("pipe", O_RDONLY), status;
  read(in, text, sizeof text);
  wait(&status);
  printf("read \"%s\", then %zd, status %d\n", text, read(in, text, sizeof text), status);
  close(in);
  int both = open("pipe", O_RDWR);
  write(both, "xy", 3);
  read(both, text, sizeof text);
  printf("alone: \"%s\"\n", text);
  close(both);
  unlink("pipe");
  printf("gone: %d\n", open("pipe", O_RDONLY) < 0 ? errno : 0);

  int a[2], b[2];
  pipe(a);
  pipe(b);
  write(a[1], "copy", 5);
  char other[32] = "";
  int teed = tee(a[0], b[1], 5, 0);
  read(b[0], text, sizeof text);
  int file = open("file", O_CREAT | O_RDWR | O_TRUNC, 0600);
  loff_t at = 0;
  int spliced = splice(a[0], 0, file, &at, 4, 0);
  read(a[0], other, 1);
  pread(file, other, sizeof other, 0);
  printf("teed \"%s\" and read \"%s\"\n", teed == 5 ? text : "?", other);
  at = 0;
  int back = splice(file, &at, a[1], 0, 4, 0);
  memset(text, 0, sizeof text);
  read(a[0], text, sizeof text);
  printf("spliced %d and %d: \"%s\"\n", spliced, back, text);
  printf("no pipe: %d\n", splice(file, 0, file, 0, 1, 0) < 0 ? errno : 0);
  struct iovec parts[] = {{"a", 1}, {"b", 2}};
  vmsplice(a[1], parts, 2, 0);
  read(a[0], text, sizeof text);
  printf("vector: \"%s\"\n", text);

  // The writer may be gone before the reader has looked whether it came.
  mkfifo("short", 0600);
  int met = 0;
  for (int i = 0; i < 300; i++) {
    fflush(stdout);
    if (fork() == 0) {
      int out = open("short", O_WRONLY);
      write(out, "hello", 5);
      _exit(0);
    }
    in = open("short", O_RDONLY);
    met += read(in, text, sizeof text) == 5;
    close(in);
    wait(&status);
  }
  printf("met %d times\n", met);
  return 0;
}
