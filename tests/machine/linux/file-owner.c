// What a process creates is its own.
// host: Linux
// expect:
// file: 1 1
// directory: 1 1
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void show(const char *name) {
  struct stat st;
  stat(name, &st);
  printf("%s: %d %d\n", name, st.st_uid == getuid(), st.st_gid == getgid());
}

int main(void) {
  close(open("file", O_CREAT | O_WRONLY, 0600));
  show("file");
  mkdir("directory", 0700);
  show("directory");
}
