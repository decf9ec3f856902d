// What a program finds below /proc: itself, its threads and files, and its children.
// expect:
// files: 0 1 2 3
// one thread: 1, the process is listed: 1, a child is: 1 with state Z
// exe is a link: 1, its target exists: 1
// a relative path: 1, the real path of /proc/self/exe: 1
// memory: ends of remap 0 0, advice 22 12, sync 22, protect 22
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int lists(const char *path, int wanted) {
  DIR *dir = opendir(path);
  struct dirent *entry;
  int found = 0;
  while (dir && (entry = readdir(dir))) found |= atoi(entry->d_name) == wanted;
  if (dir) closedir(dir);
  return found;
}

int main(void) {
  char text[256] = "", name[64];
  printf("files:");
  for (int fd = 0; fd < 10; fd++) {
    if (lists("/proc/self/fd", fd) && fd) printf(" %d", fd);
    else if (fd == 0) printf(" 0");
  }
  puts("");
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(0);
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT);
  sprintf(name, "/proc/%d/stat", child);
  int fd = open(name, O_RDONLY);
  read(fd, text, sizeof text - 1);
  close(fd);
  printf("one thread: %d, the process is listed: %d, a child is: %d with state %c\n", lists("/proc/self/task", getpid()),
         lists("/proc", getpid()), lists("/proc", child), strrchr(text, ')')[2]);
  wait(0);
  struct stat s;
  lstat("/proc/self/exe", &s);
  int link = S_ISLNK(s.st_mode);
  printf("exe is a link: %d, its target exists: %d\n", link, readlink("/proc/self/exe", memset(text, 0, sizeof text), sizeof text) > 0);
  int proc = open("/proc/self", O_RDONLY | O_DIRECTORY);
  char *real = realpath("/proc/self/exe", 0);
  printf("a relative path: %d, the real path of /proc/self/exe: %d\n", openat(proc, "status", O_RDONLY) >= 0,
         errno == ENOENT || real && !strcmp(real, text)); // the test's program is no file

  char *old = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  strcpy(old, "here");
  char *moved = mremap(old, 8192, 8192, MREMAP_MAYMOVE | 4, 0); // MREMAP_DONTUNMAP
  int kept = moved == MAP_FAILED ? -1 : strcmp(moved, "here"), empty = old[0];
  int unknown = madvise(old, 4096, 100) < 0 ? errno : 0;
  munmap(old, 8192);
  int unmapped = madvise(old, 4096, MADV_DONTNEED) < 0 ? errno : 0;
  int sync = msync(moved, 4096, MS_SYNC | MS_ASYNC) < 0 ? errno : 0;
  printf("memory: ends of remap %d %d, advice %d %d, sync %d, protect %d\n", kept, empty, unknown, unmapped, sync,
         mprotect(moved, 4096, 0x10) < 0 ? errno : 0);
  return 0;
}
