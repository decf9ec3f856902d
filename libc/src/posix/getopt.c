/* Command line options: POSIX getopt, GNU getopt_long and getopt_long_only (glibc's manual, "Parsing program options").
 * Operands found on the way to an option move behind it only when the next one is looked for, so that a program that has
 * been given an option still finds in argv[optind] what stood behind it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

char *optarg;
int optind = 1, opterr = 1, optopt;

/* What is done with operands in front of options. */
enum order { PERMUTE, REQUIRE_ORDER, RETURN_IN_ORDER };

static char *rest;                 /* of a cluster of short options */
static int first_operand, behind; /* operands that were passed and have not been moved */

/* A call of one of the functions below. */
struct call {
  int argc;
  char **argv;
  const char *options;
  const struct option *table;
  int *index;
  int only, quiet, colon;
  enum order order;
};

static void begin(struct call *c, int posix) {
  const char *o = c->options;
  c->order = posix || *o == '+' || getenv("POSIXLY_CORRECT") ? REQUIRE_ORDER : *o == '-' ? RETURN_IN_ORDER : PERMUTE;
  if (*o == '+' || *o == '-') o++;
  c->options = o;
  c->colon = *o == ':';
  c->quiet = c->colon || !opterr;
  optarg = 0;
  if (optind == 0) {
    optind = first_operand = behind = 1;
    rest = 0;
  }
  if (behind > optind || first_operand > optind) first_operand = behind = optind; /* the program started anew */
}

/* Puts the arguments from `behind` to optind in front of the operands before them. */
static void move_operands(char **argv) {
  int operands = behind - first_operand, taken = optind - behind;
  for (int i = 0; operands && i < taken; i++) {
    char *moved = argv[behind + i];
    memmove(argv + first_operand + i + 1, argv + first_operand + i, (size_t)operands * sizeof *argv);
    argv[first_operand + i] = moved;
  }
  first_operand += taken;
  behind = optind;
}

static int is_operand(const char *text) {
  return text[0] != '-' || !text[1];
}

static int short_option(const struct call *c) {
  char letter = *rest++;
  const char *found = letter == ':' || letter == ';' ? 0 : strchr(c->options, letter);
  if (!*rest) {
    rest = 0;
    optind++;
  }
  if (!found) {
    optopt = (unsigned char)letter;
    if (!c->quiet) fprintf(stderr, "%s: invalid option -- '%c'\n", c->argv[0], letter);
    return '?';
  }
  if (found[1] != ':') return (unsigned char)letter;
  if (rest) {
    optarg = rest;
    rest = 0;
    optind++;
  } else if (found[2] != ':') {
    if (optind >= c->argc) {
      optopt = (unsigned char)letter;
      if (!c->quiet) fprintf(stderr, "%s: option requires an argument -- '%c'\n", c->argv[0], letter);
      return c->colon ? ':' : '?';
    }
    optarg = c->argv[optind++];
  }
  return (unsigned char)letter;
}

static int same_meaning(const struct option *a, const struct option *b) {
  return a->has_arg == b->has_arg && a->flag == b->flag && a->val == b->val;
}

static int begins(const struct option *o, const char *name, size_t length) {
  return strncmp(o->name, name, length) == 0;
}

/* The option of a name or of the beginning of one; null with *ambiguous where several begin like this. */
static const struct option *find(const struct call *c, const char *name, size_t length, int *ambiguous) {
  const struct option *match = 0;
  *ambiguous = 0;
  for (const struct option *o = c->table; o->name; o++) {
    if (!begins(o, name, length)) continue;
    if (!o->name[length]) {
      *ambiguous = 0;
      return o;
    }
    if (match && (c->only || !same_meaning(o, match))) *ambiguous = 1;
    if (!match) match = o;
  }
  return *ambiguous ? 0 : match;
}

static void tell_possibilities(const struct call *c, const char *dashes, const char *name, size_t length) {
  if (c->quiet) return;
  flockfile(stderr);
  fprintf(stderr, "%s: option '%s%s' is ambiguous; possibilities:", c->argv[0], dashes, name);
  for (const struct option *o = c->table; o->name; o++)
    if (begins(o, name, length)) fprintf(stderr, " '%s%s'", dashes, o->name);
  fprintf(stderr, "\n");
  funlockfile(stderr);
}

/* The argument of a long option that was found; a complaint is the result where it has none or may have none. */
static int take_argument(const struct call *c, const struct option *o, const char *dashes, const char *given) {
  const char *fault = 0;
  if (*given) {
    if (o->has_arg) optarg = (char *)given + 1;
    else fault = "doesn't allow an argument";
  } else if (o->has_arg == required_argument) {
    if (optind < c->argc) optarg = c->argv[optind++];
    else fault = "requires an argument";
  }
  if (!fault) return 0;
  if (!c->quiet) fprintf(stderr, "%s: option '%s%s' %s\n", c->argv[0], dashes, o->name, fault);
  optopt = o->val;
  return c->colon && !*given ? ':' : '?';
}

/* An option by its name; -1 where it may be short ones after all (getopt_long_only). */
static int long_option(const struct call *c, const char *dashes, const char *name) {
  size_t length = strcspn(name, "=");
  int ambiguous;
  const struct option *o = find(c, name, length, &ambiguous);
  if (!o && !ambiguous && !dashes[1] && strchr(c->options, *name)) return -1;
  optind++;
  rest = 0;
  if (!o) {
    optopt = 0;
    if (ambiguous) tell_possibilities(c, dashes, name, length);
    else if (!c->quiet) fprintf(stderr, "%s: unrecognized option '%s%s'\n", c->argv[0], dashes, name);
    return '?';
  }
  int fault = take_argument(c, o, dashes, name + length);
  if (fault) return fault;
  if (c->index) *c->index = (int)(o - c->table);
  if (!o->flag) return o->val;
  *o->flag = o->val;
  return 0;
}

/* Passes operands; the next argument is an option, or there is none (-1), or it is an operand to be returned (1). */
static int next_argument(struct call *c) {
  if (c->order == PERMUTE) {
    move_operands(c->argv);
    while (optind < c->argc && is_operand(c->argv[optind])) optind++;
    behind = optind;
  }
  if (optind < c->argc && strcmp(c->argv[optind], "--") == 0) {
    optind++;
    if (c->order == PERMUTE) move_operands(c->argv);
    if (c->order == PERMUTE) optind = first_operand;
    first_operand = behind = optind;
    return -1;
  }
  if (optind >= c->argc) {
    if (c->order == PERMUTE) optind = behind = first_operand;
    return -1;
  }
  if (!is_operand(c->argv[optind])) return 0;
  if (c->order == REQUIRE_ORDER) return -1;
  optarg = c->argv[optind++];
  return 1;
}

static int parse(struct call c, int posix) {
  if (c.argc < 1) return -1;
  begin(&c, posix);
  if (!rest) {
    int result = next_argument(&c);
    if (result) return result;
    char *text = c.argv[optind];
    if (c.table && text[1] == '-') return long_option(&c, "--", text + 2);
    /* With -long options, one letter that is a short option is that. */
    if (c.table && c.only && (text[2] || !strchr(c.options, text[1]))) {
      result = long_option(&c, "-", text + 1);
      if (result != -1) return result;
    }
    rest = text + 1;
  }
  return short_option(&c);
}

int getopt(int argc, char *const argv[], const char *options) {
  return parse((struct call){.argc = argc, .argv = (char **)argv, .options = options}, 0);
}

/* getopt for programs that ask for POSIX alone: the first operand ends the options. */
int __posix_getopt(int argc, char *const argv[], const char *options) {
  return parse((struct call){.argc = argc, .argv = (char **)argv, .options = options}, 1);
}

int getopt_long(int argc, char *const *argv, const char *options, const struct option *table, int *index) {
  return parse((struct call){argc, (char **)argv, options, table, index, .only = 0}, 0);
}

int getopt_long_only(int argc, char *const *argv, const char *options, const struct option *table,
                     int *index) {
  return parse((struct call){argc, (char **)argv, options, table, index, .only = 1}, 0);
}
