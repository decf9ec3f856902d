/* Command line options: POSIX getopt and GNU getopt_long with permutation. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../internal.h"

char *optarg;
int optind = 1, opterr = 1, optopt;
static int offset; /* in a cluster of short options */

static void complain(const char *program, const char *what, const char *option, size_t n) {
  fprintf(stderr, "%s: %s -- '%.*s'\n", program, what, (int)n, option);
}

static int short_option(int argc, char *const argv[], const char *options) {
  char *cluster = argv[optind];
  char c = cluster[offset];
  const char *found = c == ':' ? 0 : strchr(options, c);
  optopt = c;
  offset++;
  if (!found) {
    if (opterr && *options != ':') complain(argv[0], "invalid option", &c, 1);
    if (!cluster[offset]) {
      optind++;
      offset = 0;
    }
    return '?';
  }
  if (found[1] != ':') {
    if (!cluster[offset]) {
      optind++;
      offset = 0;
    }
    return c;
  }
  optarg = 0;
  if (cluster[offset]) {
    optarg = cluster + offset;
  } else if (found[2] != ':') {
    if (++optind >= argc) {
      offset = 0;
      if (opterr && *options != ':') complain(argv[0], "option requires an argument", &c, 1);
      return *options == ':' ? ':' : '?';
    }
    optarg = argv[optind];
  }
  optind++;
  offset = 0;
  return c;
}

int getopt(int argc, char *const argv[], const char *options) {
  return getopt_long(argc, argv, options, 0, 0);
}

static int long_option(int argc, char *const argv[], const char *options, const struct option *table,
                       int *index, const char *name, int quiet) {
  size_t n = strcspn(name, "=");
  int match = -1, matches = 0;
  for (int i = 0; table[i].name; i++)
    if (!strncmp(table[i].name, name, n)) {
      match = i;
      if (!table[i].name[n]) {
        matches = 1;
        break;
      }
      matches++;
    }
  if (matches != 1) {
    if (quiet && !matches) return -2;
    if (opterr && *options != ':')
      complain(argv[0], matches ? "ambiguous option" : "unrecognized option", name, n);
    optind++;
    optopt = 0;
    return '?';
  }
  const struct option *o = &table[match];
  optind++;
  optopt = o->val;
  optarg = 0;
  if (name[n] == '=') {
    if (o->has_arg == no_argument) {
      if (opterr && *options != ':') complain(argv[0], "option doesn't allow an argument", name, n);
      return '?';
    }
    optarg = (char *)name + n + 1;
  } else if (o->has_arg == required_argument) {
    if (optind >= argc) {
      if (opterr && *options != ':') complain(argv[0], "option requires an argument", name, n);
      return *options == ':' ? ':' : '?';
    }
    optarg = argv[optind++];
  }
  if (index) *index = match;
  if (!o->flag) return o->val;
  *o->flag = o->val;
  return 0;
}

static int parse(int argc, char *const argv[], const char *options, const struct option *table, int *index,
                 int only) {
  char **args = (char **)argv;
  const char *o = options;
  int in_order = *o == '+' || getenv("POSIXLY_CORRECT") != 0;
  if (*o == '+' || *o == '-') o++;
  if (optind == 0) {
    optind = 1;
    offset = 0;
  }
  optarg = 0;
  if (offset) return short_option(argc, argv, o);
  /* Operands before the next option move behind it. */
  int first = optind;
  while (optind < argc && (args[optind][0] != '-' || !args[optind][1])) {
    if (in_order || !table) return -1;
    optind++;
  }
  if (optind >= argc) {
    optind = first;
    return -1;
  }
  int skipped = optind - first, start = optind, result;
  char *text = args[optind];
  if (!strcmp(text, "--")) {
    optind++;
    result = -1;
  } else if (table && (text[1] == '-' || (only && text[2]))) {
    result = long_option(argc, argv, o, table, index, text + (text[1] == '-' ? 2 : 1), text[1] != '-');
    if (result == -2) {
      offset = 1;
      result = short_option(argc, argv, o);
    }
  } else {
    offset = 1;
    result = short_option(argc, argv, o);
  }
  if (skipped) {
    int taken = optind - start + (offset != 0);
    for (int i = 0; i < taken; i++) {
      char *moved = args[start + i];
      memmove(args + first + i + 1, args + first + i, (size_t)skipped * sizeof *args);
      args[first + i] = moved;
    }
    optind -= skipped;
  }
  return result;
}

int getopt_long(int argc, char *const *argv, const char *options, const struct option *table, int *index) {
  return parse(argc, argv, options, table, index, 0);
}

int getopt_long_only(int argc, char *const *argv, const char *options, const struct option *table,
                     int *index) {
  return parse(argc, argv, options, table, index, 1);
}
