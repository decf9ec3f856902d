/* A file of attacks: each case tries to get out of the sandbox or to break the machine.
   `prog --list` prints name and expected end of each case, `prog NAME` runs one. A case returns 1 when the attack was
   refused. Granted: /work (read and write), /ro (read only). Beside them on the host lies a secret that no case may read or
   change; /work/out and /work/outdir are links to it made by the host. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

struct attack { const char *name; int (*run)(void); const char *end; };
static struct attack attacks[];

/* 1 when the secret cannot be read by that path. */
static inline int hidden(const char *path) {
  char b[64] = "";
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 1;
  read(fd, b, sizeof b - 1);
  return !strstr(b, "secret");
}

int main(int argc, char **argv) {
  for (struct attack *a = attacks; a->name; a++) {
    if (argc > 1 && !strcmp(argv[1], "--list")) printf("%s %s\n", a->name, a->end);
    else if (argc > 1 && !strcmp(argv[1], a->name)) return !a->run();
  }
  return argc > 1 && !strcmp(argv[1], "--list") ? 0 : 99;
}
