// Processes that are stopped and continued, and what wait tells of them; children that nobody waits for; orphans.
// expect:
// stopped by 19, continued, exited with 7
// stopped by 20, killed by 9
// siginfo: 5 19, 6 18, 1 9
// nothing is left to wait for: 10
// a dead child will not continue: 10
// nothing asked for: 22
// a child nobody waits for: 10
// an orphan's parent: 1
// a child that ends before its signal is waited for: 17
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int status;
static siginfo_t info;

static pid_t child(void (*run)(void)) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    run();
    _exit(0);
  }
  return pid;
}

static void stop_and_exit(void) {
  raise(SIGSTOP);
  usleep(20000); // the parent hears of the continuation first
  _exit(7);
}

static void stop_and_nine(void) {
  raise(SIGSTOP);
  usleep(20000);
  _exit(9);
}

static void sleep_long(void) {
  for (;;) pause();
}

static void nothing(void) {}

static void leave_orphan(void) {
  int fds[2];
  pipe(fds);
  pid_t middle = fork();
  if (middle == 0) {
    middle = getpid();
    if (fork() == 0) {
      while (getppid() == middle) usleep(1000);
      int parent = getppid();
      write(fds[1], &parent, sizeof parent);
      _exit(0);
    }
    _exit(0);
  }
  waitpid(middle, 0, 0);
  int parent;
  read(fds[0], &parent, sizeof parent);
  printf("an orphan's parent: %d\n", parent);
}

int main(void) {
  pid_t pid = child(stop_and_exit);
  waitpid(pid, &status, WUNTRACED);
  printf("stopped by %d", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
  kill(pid, SIGCONT);
  waitpid(pid, &status, WCONTINUED);
  printf(", %s", WIFCONTINUED(status) ? "continued" : "?");
  waitpid(pid, &status, WUNTRACED | WCONTINUED);
  printf(", exited with %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);

  pid = child(sleep_long);
  kill(pid, SIGTSTP);
  waitpid(pid, &status, WUNTRACED);
  printf("stopped by %d", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
  kill(pid, SIGKILL);
  waitpid(pid, &status, 0);
  printf(", killed by %d\n", WTERMSIG(status));

  pid = child(stop_and_nine);
  waitid(P_PID, pid, &info, WSTOPPED);
  printf("siginfo: %d %d", info.si_code, info.si_status);
  kill(pid, SIGCONT);
  waitid(P_PID, pid, &info, WCONTINUED);
  printf(", %d %d", info.si_code, info.si_status);
  waitid(P_PID, pid, &info, WEXITED);
  printf(", %d %d\n", info.si_code, info.si_status);
  printf("nothing is left to wait for: %d\n", waitpid(pid, &status, 0) < 0 ? errno : 0);
  pid = child(nothing);
  waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
  printf("a dead child will not continue: %d\n", waitid(P_PID, pid, &info, WCONTINUED) < 0 ? errno : 0);
  waitpid(pid, 0, 0);
  printf("nothing asked for: %d\n", waitid(P_ALL, 0, &info, 0) < 0 ? errno : 0);

  signal(SIGCHLD, SIG_IGN);
  child(nothing);
  printf("a child nobody waits for: %d\n", wait(&status) < 0 ? errno : 0);
  signal(SIGCHLD, SIG_DFL);
  leave_orphan();

  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, 0);
  pid = child(nothing);
  waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
  printf("a child that ends before its signal is waited for: %d\n", sigwaitinfo(&set, 0));
  return 0;
}
