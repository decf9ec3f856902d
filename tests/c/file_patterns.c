// skip: interpreter, pipeline
// <glob.h> and <ftw.h> over a small tree.
#define _GNU_SOURCE
#include <errno.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "check.h"

static char seen[512];

static void create(const char *name) {
  FILE *f = fopen(name, "w");
  if (f) fclose(f);
}

/* What a pattern finds, separated by spaces; the result in angle brackets if it is not 0. */
static const char *found(const char *pattern, int flags) {
  glob_t g;
  int r = glob(pattern, flags, 0, &g);
  *seen = 0;
  if (r) {
    sprintf(seen, "<%d>", r);
    return seen;
  }
  for (size_t i = 0; i < g.gl_pathc; i++) strcat(strcat(seen, i ? " " : ""), g.gl_pathv[i]);
  if (g.gl_pathv[g.gl_pathc]) strcat(seen, " not ended");
  globfree(&g);
  return seen;
}

static int is(const char *pattern, int flags, const char *expected) {
  return !strcmp(found(pattern, flags), expected);
}

static int note(const char *path, const struct stat *st, int kind, struct FTW *at) {
  sprintf(seen + strlen(seen), "%d%d%s ", kind, at->level, path + at->base);
  return 0;
}

static int count(const char *path, const struct stat *st, int kind) {
  return kind == FTW_F && strstr(path, "b.c") ? 7 : 0;
}

static int stop_early(const char *path, const struct stat *st, int kind, struct FTW *at) {
  strcat(strcat(seen, path + at->base), " ");
  return !strcmp(path + at->base, "d") ? FTW_SKIP_SUBTREE : FTW_CONTINUE;
}

static int in_place(const char *path, const struct stat *st, int kind, struct FTW *at) {
  struct stat now;
  return lstat(path + at->base, &now) || now.st_ino != st->st_ino;
}

static int cleared(const char *path, const struct stat *st, int kind, struct FTW *at) { return remove(path); }

int main(void) {
  char top[] = "/tmp/patternsXXXXXX", before[256], after[256];
  CHECK(1, getcwd(before, sizeof before) && mkdtemp(top) && !chdir(top));
  CHECK(2, !mkdir("d", 0777) && !mkdir("d/e", 0777));
  create("a.c"), create("b.c"), create("x*y"), create(".hidden"), create("d/b.c"), create("d/e/z.h");

  CHECK(3, is("*.c", 0, "a.c b.c") && is("*.x", 0, "<3>") && is("*.x", GLOB_NOCHECK, "*.x"));
  CHECK(4, is("*", GLOB_MARK, "a.c b.c d/ x*y") && is(".h*", 0, ".hidden") && is("*/", 0, "d/"));
  CHECK(5, is("*/*", 0, "d/b.c d/e") && is("d/*/?.h", 0, "d/e/z.h") && is("d//e/*", 0, "d//e/z.h"));
  CHECK(6, is("x\\*y", 0, "x*y") && is("x\\*z", GLOB_NOCHECK, "x\\*z") && is("[ab].c", 0, "a.c b.c"));
  CHECK(7, is("{b,a,q}.c", GLOB_BRACE, "b.c a.c") && is("{d/{b.c,e},a.c}", GLOB_BRACE, "d/b.c d/e a.c"));
  CHECK(8, is("{b,a}.c", 0, "<3>") && is("{}.q", GLOB_BRACE | GLOB_NOCHECK, "{}.q"));
  CHECK(9, is("nothing", GLOB_NOMAGIC, "nothing") && is("noth*", GLOB_NOMAGIC, "<3>") && is("", 0, "<3>"));
  setenv("HOME", "/tmp", 1);
  CHECK(10, is("~", GLOB_TILDE, "/tmp") && is("~", 0, "<3>") && is("~nobody at all/x", GLOB_TILDE_CHECK, "<3>"));
  glob_t g = {.gl_offs = 2};
  CHECK(11, !glob("*.c", GLOB_DOOFFS, 0, &g) && !g.gl_pathv[0] && !strcmp(g.gl_pathv[2], "a.c"));
  CHECK(12, !glob("d", GLOB_DOOFFS | GLOB_APPEND, 0, &g) && g.gl_pathc == 3 && !strcmp(g.gl_pathv[4], "d"));
  globfree(&g);

  *seen = 0;
  CHECK(13, !nftw("d/e", note, 8, FTW_PHYS) && !strcmp(seen, "10e 01z.h "));
  *seen = 0;
  CHECK(14, !nftw("d/e", note, 8, FTW_PHYS | FTW_DEPTH) && !strcmp(seen, "01z.h 50e "));
  CHECK(15, ftw(".", count, 1) == 7 && nftw("none", note, 8, 0) == -1 && errno == ENOENT);
  CHECK(16, !symlink("..", "d/e/up") && !symlink("nowhere", "lost"));
  *seen = 0;
  CHECK(17, !nftw("lost", note, 8, 0) && !nftw("lost", note, 8, FTW_PHYS) && !strcmp(seen, "60lost 40lost "));
  *seen = 0;
  CHECK(18, !nftw("d", note, 8, 0) && strlen(seen) == strlen("10d 01b.c 11e 02z.h "));
  *seen = 0;
  CHECK(19, !nftw(top, stop_early, 8, FTW_PHYS | FTW_ACTIONRETVAL) && strstr(seen, "d ") && !strstr(seen, "z.h"));
  CHECK(20, !nftw(top, in_place, 8, FTW_PHYS | FTW_CHDIR));
  CHECK(21, getcwd(after, sizeof after) && !strcmp(after, top));

  CHECK(22, !chdir(before) && !nftw(top, cleared, 8, FTW_PHYS | FTW_DEPTH) && access(top, F_OK));
  return 0;
}
