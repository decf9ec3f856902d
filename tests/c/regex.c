// skip: interpreter
// POSIX regular expressions, basic and extended: leftmost, then longest.
#include <regex.h>
#include <stdio.h>
#include <string.h>
#include "check.h"

/* The first two matches as text, "no" without one, "bad N" for an expression that is refused. */
static const char *run(const char *expression, const char *text, int flags) {
  static char out[64];
  regex_t compiled;
  regmatch_t m[2];
  int r = regcomp(&compiled, expression, flags);
  if (r) {
    sprintf(out, "bad %d", r);
    return out;
  }
  r = regexec(&compiled, text, 2, m, 0);
  if (r) strcpy(out, "no");
  else sprintf(out, "%d,%d %d,%d", (int)m[0].rm_so, (int)m[0].rm_eo, (int)m[1].rm_so, (int)m[1].rm_eo);
  regfree(&compiled);
  return out;
}
static int basic(const char *expression, const char *text, const char *expected) {
  return !strcmp(run(expression, text, 0), expected);
}
static int extended(const char *expression, const char *text, const char *expected) {
  return !strcmp(run(expression, text, REG_EXTENDED), expected);
}

int main(void) {
  CHECK(1, extended("a|ab|abc", "xabc", "1,4 -1,-1") && extended("(a|ab)(c|bcd)(d*)", "abcd", "0,4 0,1"));
  CHECK(2, extended("(a|b)*abb", "babaabb", "0,7 3,4") && extended("a|(b|c)d", "cd", "0,2 0,1"));
  CHECK(3, extended("(a{1,2}){2}", "aaa", "0,3 2,3") && extended("a{2}", "a", "no") && extended("x{0}y", "xy", "1,2 -1,-1"));
  CHECK(4, extended("[^a-c]+$", "abcxyz", "3,6 -1,-1") && extended("[]a]+", "x]a", "1,3 -1,-1"));
  CHECK(5, extended("([[:alpha:]_][[:alnum:]_]*)=", "9 foo_1=", "2,8 2,7"));
  CHECK(6, extended("((a*)*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "no"));
  CHECK(7, basic("\\(a\\)\\1", "baa", "1,3 1,2") && basic("*a", "*a", "0,2 -1,-1") && basic("a^b$c", "a^b$c", "0,5 -1,-1"));
  CHECK(8, basic("a\\{2\\}\\|b", "aab", "0,2 -1,-1") && basic("a+b", "a+b", "0,3 -1,-1"));
  CHECK(9, extended("(", "a", "bad 8") && extended("[a", "a", "bad 7") && extended("a{3,2}", "a", "bad 10") && basic("\\1", "a", "bad 6"));
  CHECK(10, !strcmp(run("^b$", "a\nB\nc", REG_EXTENDED | REG_NEWLINE | REG_ICASE), "2,3 -1,-1"));
  return 0;
}
