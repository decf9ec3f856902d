// skip: interpreter, musl
// getopt and getopt_long: operands between options, options in order, abbreviations, and what argv looks like meanwhile.
#define _GNU_SOURCE
#include <getopt.h>
#include <string.h>
#include "check.h"

static const struct option table[] = {
    {"alpha", no_argument, 0, 'a'},       {"alphabet", no_argument, 0, 1},  {"beta", required_argument, 0, 'b'},
    {"gamma", optional_argument, 0, 'g'}, {"gammas", optional_argument, 0, 'g'}, {0, 0, 0, 0},
};

static int count;
static char *arguments[12];

static void start(const char *first, ...) {
  __builtin_va_list list;
  __builtin_va_start(list, first);
  arguments[0] = "program";
  arguments[1] = (char *)first;
  for (count = 2; (arguments[count] = __builtin_va_arg(list, char *)); count++) {
  }
  __builtin_va_end(list);
  optind = 0;
  opterr = 0;
}

static int next(const char *letters) {
  return getopt_long(count, arguments, letters, table, 0);
}

static int permuted(void) {
  start("file", "-a", "other", "-bx", "--", "-a", (char *)0);
  CHECK(1, getopt(count, arguments, "ab:") == 'a' && !strcmp(arguments[optind], "other"));
  CHECK(2, getopt(count, arguments, "ab:") == 'b' && !strcmp(optarg, "x"));
  CHECK(3, getopt(count, arguments, "ab:") == -1 && optind == 4 && !strcmp(arguments[4], "file"));
  CHECK(4, !strcmp(arguments[3], "--") && !strcmp(arguments[5], "other") && !strcmp(arguments[6], "-a"));
  start("file", "-a", (char *)0);
  CHECK(5, getopt(count, arguments, "+a") == -1 && optind == 1);
  start("file", "-a", "other", (char *)0);
  CHECK(6, next("-a") == 1 && !strcmp(optarg, "file") && next("-a") == 'a' && next("-a") == 1 && next("-a") == -1);
  return 0;
}

static int longs(void) {
  start("one", "--beta=5", "--alpha", "two", "--bet", "6", "--gam=7", "--gamma", (char *)0);
  CHECK(10, next("") == 'b' && !strcmp(optarg, "5") && !strcmp(arguments[optind], "--alpha"));
  CHECK(11, next("") == 'a' && !optarg && next("") == 'b' && !strcmp(optarg, "6"));
  CHECK(12, next("") == 'g' && !strcmp(optarg, "7") && next("") == 'g' && !optarg);
  CHECK(13, next("") == -1 && optind == 7 && !strcmp(arguments[7], "one") && !strcmp(arguments[8], "two"));
  start("--alp", "--alpha=1", "--none", "--beta", (char *)0);
  CHECK(14, next(":") == '?' && optopt == 0 && next(":") == '?' && optopt == 'a' && next(":") == '?');
  CHECK(15, next(":") == ':' && optopt == 'b' && next(":") == -1);
  return 0;
}

static int shorts(void) {
  start("-axb", "y", "-z", "-b", (char *)0);
  CHECK(20, next(":ax::b:") == 'a' && next(":ax::b:") == 'x' && !strcmp(optarg, "b"));
  CHECK(21, next(":axb:") == '?' && optopt == 'z' && next(":axb:") == ':' && optopt == 'b');
  start("-alpha", "-al", "-b", "v", (char *)0);
  CHECK(22, getopt_long_only(count, arguments, "b:", table, 0) == 'a');
  CHECK(23, getopt_long_only(count, arguments, "b:", table, 0) == '?');
  CHECK(24, getopt_long_only(count, arguments, "b:", table, 0) == 'b' && !strcmp(optarg, "v"));
  return 0;
}

int main(void) {
  int failed = permuted();
  if (!failed) failed = longs();
  return failed ? failed : shorts();
}
