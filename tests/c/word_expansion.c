// skip: interpreter, counts
// <wordexp.h>: quotes, parameters, splitting, what is refused.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>
#include "check.h"

static char seen[256];

/* The words of a line between bars, or the error's number. */
static const char *words(const char *line, int flags) {
  wordexp_t e;
  int r = wordexp(line, &e, flags);
  strcpy(seen, "|");
  if (r) {
    sprintf(seen, "%d", r);
    return seen;
  }
  for (size_t i = 0; i < e.we_wordc; i++) strcat(strcat(seen, e.we_wordv[i]), "|");
  wordfree(&e);
  return seen;
}

static int is(const char *line, const char *expected) { return !strcmp(words(line, WRDE_NOCMD), expected); }

int main(void) {
  setenv("V", "one  two", 1);
  setenv("E", "", 1);
  setenv("HOME", "/home/me", 1);
  CHECK(1, is("a  b\tc", "|a|b|c|") && is("", "|") && is("'' \"\"", "|||"));
  CHECK(2, is("'a b' \"c d\" e\\ f", "|a b|c d|e f|") && is("a'b'\"c\"d", "|abcd|"));
  CHECK(3, is("$V x$V", "|one|two|xone|two|") && is("\"$V\"", "|one  two|") && is("'$V'", "|$V|"));
  CHECK(4, is("$E", "|") && is("${V}s", "|one|twos|") && is("${#V}", "|8|"));
  CHECK(5, is("${N-d e}", "|d|e|") && is("${E-d}", "|") && is("${E:-d}", "|d|") && is("${V:+y}", "|y|"));
  CHECK(6, is("${N:=new}", "|new|") && !strcmp(getenv("N"), "new") && is("$N", "|new|"));
  CHECK(7, is("~ ~/x a~", "|/home/me|/home/me/x|a~|") && is("'~'", "|~|") && is("\\$V $", "|$V|$|"));
  CHECK(8, is("a | b", "2") && is("a;b", "2") && is("'a", "5") && is("\"a", "5") && is("${V", "5"));
  CHECK(9, is("$(echo x)", "4") && is("`echo x`", "4") && !strcmp(words("$Q", WRDE_UNDEF), "3"));
  CHECK(10, is("no*such*file", "|no*such*file|") && is("\"*\" \\*", "|*|*|") && is("\"a\\b\\\"\"", "|a\\b\"|"));
  wordexp_t e = {.we_offs = 1};
  CHECK(11, !wordexp("a b", &e, WRDE_DOOFFS) && e.we_wordc == 2 && !e.we_wordv[0] && !strcmp(e.we_wordv[2], "b"));
  CHECK(12, !wordexp("c", &e, WRDE_DOOFFS | WRDE_APPEND) && e.we_wordc == 3 && !e.we_wordv[4]);
  CHECK(13, !strcmp(e.we_wordv[3], "c") && !wordexp("d", &e, WRDE_DOOFFS | WRDE_REUSE) && e.we_wordc == 1);
  wordfree(&e);
  return 0;
}
