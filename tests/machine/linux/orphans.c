// Orphans go to the nearest ancestor that takes them in, dead or alive.
// expect:
// takes in: 0, then 1
// a grandchild that goes on: exit 3, its parent is the adopter: 1
// one that had ended: exit 4
// nobody takes them in: 1
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int before = 9, after = 9, status, p[2];
  prctl(PR_GET_CHILD_SUBREAPER, &before);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_GET_CHILD_SUBREAPER, &after);
  printf("takes in: %d, then %d\n", before, after);
  fflush(stdout);
  pipe(p);
  pid_t adopter = getpid(), child = fork();
  if (child == 0) {
    if (fork() == 0) {
      char c;
      close(p[1]);
      read(p[0], &c, 1); /* Ends when its parent has, and nobody writes. */
      while (getppid() != adopter) usleep(1000);
      _exit(3);
    }
    _exit(0);
  }
  close(p[1]);
  waitpid(child, &status, 0);
  pid_t orphan = wait(&status);
  printf("a grandchild that goes on: exit %d, its parent is the adopter: %d\n", WEXITSTATUS(status), orphan > 0 && orphan != child);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    if (fork() == 0) _exit(4);
    siginfo_t info;
    waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
    _exit(0);
  }
  waitpid(child, &status, 0);
  wait(&status);
  printf("one that had ended: exit %d\n", WEXITSTATUS(status));
  fflush(stdout);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  child = fork();
  if (child == 0) {
    if (fork() == 0) _exit(5);
    usleep(20000);
    _exit(0);
  }
  waitpid(child, &status, 0);
  printf("nobody takes them in: %d\n", wait(&status) < 0 && errno == ECHILD);
  return 0;
}
