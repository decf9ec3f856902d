/* Temporary files and names for them: a template's six X become random letters. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "file.h"

enum { XS = 6, TRIES = 100 };

static void fill(char *xs) {
  unsigned long bits = 0;
  if (SYSCALL3(SYS_getrandom, &bits, sizeof bits, 0) < 0) {
    static unsigned long counter;
    bits = (unsigned long)&bits * 2654435761u + ++counter * 40503u + (unsigned long)getpid();
  }
  for (int i = 0; i < XS; i++, bits /= 62)
    xs[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[bits % 62];
}

/* Where the X stand, `suffix` characters before the end. */
static char *find_xs(char *name, int suffix) {
  size_t n = strlen(name);
  if (suffix >= 0 && n >= XS + (size_t)suffix) {
    char *xs = name + n - (size_t)suffix - XS;
    if (!memcmp(xs, "XXXXXX", XS)) return xs;
  }
  errno = EINVAL;
  return 0;
}

int mkostemps(char *name, int suffix, int flags) {
  char *xs = find_xs(name, suffix);
  if (!xs) return -1;
  for (int tries = 0; tries < TRIES; tries++) {
    fill(xs);
    int fd = open(name, (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

int mkostemp(char *name, int flags) {
  return mkostemps(name, 0, flags);
}
int mkstemps(char *name, int suffix) {
  return mkostemps(name, suffix, 0);
}
int mkstemp(char *name) {
  return mkostemps(name, 0, 0);
}

char *mkdtemp(char *name) {
  char *xs = find_xs(name, 0);
  if (!xs) return 0;
  for (int tries = 0; tries < TRIES; tries++) {
    fill(xs);
    if (__result(SYSCALL3(SYS_mkdirat, AT_FDCWD, name, 0700)) == 0) return name;
    if (errno != EEXIST) return 0;
  }
  return 0;
}

char *mktemp(char *name) {
  char *xs = find_xs(name, 0);
  for (int tries = 0; xs && tries < TRIES; tries++) {
    fill(xs);
    if (access(name, F_OK) < 0) return name;
  }
  *name = 0;
  return name;
}

FILE *tmpfile(void) {
  char name[] = "/tmp/tmpfile_XXXXXX";
  int fd = mkstemp(name);
  if (fd < 0) {
    /* A guest may see no /tmp; nobody will see the name. */
    strcpy(name, "./tmpfile_XXXXXX");
    fd = mkstemp(name);
  }
  if (fd < 0) return 0;
  unlink(name);
  FILE *f = fdopen(fd, "w+");
  if (!f) close(fd);
  return f;
}

char *tmpnam_r(char *out) {
  char name[L_tmpnam] = "/tmp/tmpnam_XXXXXX";
  return out && *mktemp(name) ? strcpy(out, name) : 0;
}

char *tmpnam(char *out) {
  static char own[L_tmpnam];
  return tmpnam_r(out ? out : own);
}

static int is_directory(const char *path) {
  struct stat status;
  return path && *path && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A name in $TMPDIR, `folder` or P_tmpdir, the first that is there, that begins with five characters of `prefix`. */
char *tempnam(const char *folder, const char *prefix) {
  const char *wanted = secure_getenv("TMPDIR");
  if (is_directory(wanted)) folder = wanted;
  else if (!is_directory(folder)) folder = P_tmpdir;
  char *name;
  if (asprintf(&name, "%s/%.5sXXXXXX", folder, prefix ? prefix : "file") < 0) return 0;
  if (*mktemp(name)) return name;
  free(name);
  return 0;
}

char *ctermid(char *out) {
  static char own[L_ctermid];
  return strcpy(out ? out : own, "/dev/tty");
}
