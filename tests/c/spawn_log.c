// skip: interpreter, pipeline
// <spawn.h>, <syslog.h>, <langinfo.h>, <nl_types.h>.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <nl_types.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>
#include "check.h"

/* What syslog writes to standard error, without the number of the process. */
static int logged(void) {
  char text[256] = "", expected[256];
  FILE *f = tmpfile();
  int saved = dup(2);
  if (!f || dup2(fileno(f), 2) != 2) return 0;
  openlog("test", LOG_PERROR | LOG_PID, LOG_LOCAL3);
  setlogmask(LOG_UPTO(LOG_INFO));
  errno = ENOENT;
  syslog(LOG_ERR, "%s: %m", "lost");
  syslog(LOG_DEBUG, "not wanted");
  closelog();
  openlog(0, LOG_PERROR, LOG_USER);
  closelog();
  dup2(saved, 2);
  rewind(f);
  fread(text, 1, sizeof text - 1, f) ? 0 : perror("read");
  snprintf(expected, sizeof expected, "test[%d]: lost: No such file or directory\n", (int)getpid());
  return !strcmp(text, expected);
}

/* A program that cannot be started: the error, or (where vfork is fork) a child that exits with 127. */
static int fails(int result, pid_t pid, int expected) {
  int status;
  if (result) return result == expected;
  return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 127;
}

int main(void) {
  CHECK(1, !strcmp(nl_langinfo(RADIXCHAR), ".") && !strcmp(nl_langinfo(DAY_2), "Monday") && *nl_langinfo(CODESET));
  CHECK(2, !strcmp(nl_langinfo(ABMON_12), "Dec") && !strcmp(nl_langinfo(D_T_FMT), "%a %b %e %H:%M:%S %Y"));
  CHECK(3, !strcmp(nl_langinfo(YESEXPR), "^[yY]") && !strcmp(nl_langinfo(PM_STR), "PM") && !*nl_langinfo(THOUSEP));
  CHECK(4, catopen("no such catalogue", NL_CAT_LOCALE) == (nl_catd)-1 && errno == ENOENT);
  CHECK(5, !strcmp(catgets((nl_catd)-1, 1, 1, "own"), "own"));
  CHECK(6, LOG_FAC(LOG_LOCAL3 | LOG_ERR) == 19 && LOG_PRI(LOG_LOCAL3 | LOG_ERR) == LOG_ERR && logged());

  char *none[] = {"x", 0}, *echo[] = {"echo", "hello", 0};
  pid_t pid = 0;
  CHECK(7, fails(posix_spawn(&pid, "/no/such/program", 0, 0, none, none + 1), pid, ENOENT));
  CHECK(8, fails(posix_spawnp(&pid, "no-such-program", 0, 0, none, none + 1), pid, ENOENT) && wait(0) == -1);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  short flags;
  CHECK(9, !posix_spawn_file_actions_init(&files) && posix_spawn_file_actions_addclose(&files, -1) == EBADF);
  CHECK(10, !posix_spawn_file_actions_addopen(&files, 5, "/no/such/folder/x", O_RDONLY, 0));
  CHECK(11, fails(posix_spawn(&pid, "/bin/echo", &files, 0, echo, none + 1), pid, ENOENT));
  CHECK(12, !posix_spawn_file_actions_destroy(&files) && !posix_spawn_file_actions_init(&files));
  CHECK(13, !posix_spawnattr_init(&attributes) && !posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF));
  CHECK(14, !posix_spawnattr_getflags(&attributes, &flags) && flags == POSIX_SPAWN_SETSIGDEF);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &set);

  int ends[2], status;
  char line[16] = "";
  CHECK(15, !pipe(ends) && !posix_spawn_file_actions_adddup2(&files, ends[1], 1));
  CHECK(16, !posix_spawn_file_actions_addclose(&files, ends[0]));
  /* Where there are other programs to start. */
  if (!access("/bin/echo", X_OK)) {
    CHECK(17, !posix_spawn(&pid, "/bin/echo", &files, &attributes, echo, environ) && pid > 0);
    CHECK(18, waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status));
    CHECK(19, read(ends[0], line, sizeof line) == 6 && !strcmp(line, "hello\n"));
    setenv("PATH", "/usr/bin:/bin", 1);
    CHECK(20, !posix_spawnp(&pid, "echo", &files, 0, echo, environ) && waitpid(pid, &status, 0) == pid);
    CHECK(21, read(ends[0], line, sizeof line) == 6);
  }
  return posix_spawn_file_actions_destroy(&files) | posix_spawnattr_destroy(&attributes);
}
