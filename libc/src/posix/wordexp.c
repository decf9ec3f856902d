/* Words as a shell makes them (POSIX, Shell 2.6): tildes, parameters, commands, splitting, file names,
 * quotes. Not there: arithmetic and the removal of patterns, which are syntax errors. */
#include <ctype.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>

/* A word being made, as a pattern: what is quoted has a backslash before it. */
struct words {
  wordexp_t *result;
  int flags;
  const char *p; /* the rest of the line */
  char *text;
  size_t length, room;
  int started; /* also by empty quotes */
};

static int put(struct words *w, char c) {
  if (w->length + 2 > w->room) {
    char *more = realloc(w->text, w->room = w->room * 2 + 64);
    if (!more) return WRDE_NOSPACE;
    w->text = more;
  }
  w->text[w->length++] = c;
  w->text[w->length] = 0;
  w->started = 1;
  return 0;
}

static int put_quoted(struct words *w, char c) {
  int r = strchr("*?[]\\", c) ? put(w, '\\') : 0;
  return r ? r : put(w, c);
}

static int add(struct words *w, const char *word, int escaped) {
  wordexp_t *e = w->result;
  char **list = reallocarray(e->we_wordv, e->we_offs + e->we_wordc + 2, sizeof *list);
  if (!list) return WRDE_NOSPACE;
  e->we_wordv = list;
  char *copy = strdup(word), *to = copy;
  if (!copy) return WRDE_NOSPACE;
  for (const char *from = copy; *from; *to++ = *from++)
    if (escaped && *from == '\\' && from[1]) from++;
  *to = 0;
  list[e->we_offs + e->we_wordc++] = copy;
  list[e->we_offs + e->we_wordc] = 0;
  return 0;
}

/* Ends a word: the files that it matches, or itself. */
static int end_word(struct words *w) {
  if (!w->started) return 0;
  w->started = 0;
  if (!w->length) return add(w, "", 0);
  glob_t g;
  int r = glob_pattern_p(w->text, 1) ? glob(w->text, 0, 0, &g) : GLOB_NOMATCH;
  if (r == GLOB_NOSPACE) return WRDE_NOSPACE;
  if (r) {
    r = add(w, w->text, 1);
  } else {
    for (size_t i = 0; !r && i < g.gl_pathc; i++) r = add(w, g.gl_pathv[i], 0);
    globfree(&g);
  }
  w->length = 0;
  return r;
}

/* What an expansion gave: outside quotes IFS splits it, and white space of it only separates. */
static int put_expanded(struct words *w, const char *value, int quoted) {
  const char *ifs = getenv("IFS");
  int r = 0;
  if (!ifs) ifs = " \t\n";
  for (; !r && *value; value++) {
    if (quoted) r = put_quoted(w, *value);
    else if (!strchr(ifs, *value)) r = *value == '\\' ? put_quoted(w, *value) : put(w, *value);
    else if (isspace((unsigned char)*value) || w->started) r = end_word(w);
    else r = add(w, "", 0);
  }
  return r;
}

static int command(struct words *w, const char *text, size_t n, int quoted) {
  if (w->flags & WRDE_NOCMD) return WRDE_CMDSUB;
  const char *silent = w->flags & WRDE_SHOWERR ? "" : "exec 2>/dev/null\n";
  char *line = 0, *output = 0;
  if (asprintf(&line, "%s%.*s", silent, (int)n, text) < 0) return WRDE_NOSPACE;
  FILE *pipe = popen(line, "r");
  size_t room = 0;
  ssize_t got = pipe ? getdelim(&output, &room, 0, pipe) : -1;
  if (pipe) pclose(pipe);
  free(line);
  while (got > 0 && output[got - 1] == '\n') output[--got] = 0;
  int r = got > 0 ? put_expanded(w, output, quoted) : 0;
  free(output);
  return r;
}

/* The end of text that began with an opening character, quotes in it aside; null if it has none. */
static const char *closing(const char *p, char open, char close) {
  for (int depth = 1; *p; p++) {
    if (*p == '\\' && p[1]) p++;
    else if (*p == '\'' && !(p = strchr(p + 1, '\''))) return 0;
    else if (*p == close && !--depth) return p;
    else if (*p == open) depth++;
  }
  return 0;
}

static int parse(struct words *, const char *end, int quoted);

/* The word of ${name-word} and its like, in its place. */
static int put_word(struct words *w, const char *word, const char *end, int quoted) {
  const char *after = w->p;
  w->p = word;
  int r = parse(w, end, quoted);
  w->p = after;
  return r;
}

/* Sets a variable to the expansion of a word. */
static int assign(struct words *w, const char *name, const char *word, const char *end) {
  wordexp_t own = {0};
  struct words inner = {.result = &own, .flags = w->flags, .p = word};
  int r = parse(&inner, end, 1);
  if (!r) {
    char *to = inner.text;
    for (const char *from = inner.text; from && *from; *to++ = *from++)
      if (*from == '\\' && from[1]) from++;
    if (to) *to = 0;
    setenv(name, inner.text ? inner.text : "", 1);
  }
  free(inner.text);
  return r;
}

/* Inside ${ }: the operator between the name and the end. */
static int operate(struct words *w, const char *name, const char *op, const char *end, int quoted) {
  const char *value = getenv(name);
  int colon = *op == ':', set = value && !(colon && !*value), r = 0;
  op += colon;
  const char *word = op + 1;
  if (!colon && op == end) {
    if (!value && w->flags & WRDE_UNDEF) return WRDE_BADVAL;
    return value ? put_expanded(w, value, quoted) : 0;
  }
  switch (*op) {
    case '+': return set ? put_word(w, word, end, quoted) : 0;
    case '-': return set ? put_expanded(w, value, quoted) : put_word(w, word, end, quoted);
    case '?':
      if (set) return put_expanded(w, value, quoted);
      if (w->flags & WRDE_SHOWERR) fprintf(stderr, "%s: %.*s\n", name, (int)(end - word), word);
      return WRDE_BADVAL;
    case '=':
      if (!set) r = assign(w, name, word, end);
      return r ? r : put_expanded(w, getenv(name), quoted);
    default: return WRDE_SYNTAX;
  }
}

/* After a dollar sign. */
static int dollar(struct words *w, int quoted) {
  const char *p = w->p, *end;
  char name[256];
  size_t n = 0;
  if (*p == '(') {
    if (p[1] == '(' || !(end = closing(p + 1, '(', ')'))) return WRDE_SYNTAX;
    w->p = end + 1;
    return command(w, p + 1, (size_t)(end - p - 1), quoted);
  }
  int braces = *p == '{', length = braces && p[1] == '#';
  p += braces + length;
  if (!isalpha((unsigned char)*p) && *p != '_') return braces ? WRDE_SYNTAX : put_quoted(w, '$');
  while ((isalnum((unsigned char)*p) || *p == '_') && n < sizeof name - 1) name[n++] = *p++;
  name[n] = 0;
  end = braces ? closing(p, '{', '}') : p;
  if (!end) return WRDE_SYNTAX;
  w->p = end + braces;
  if (!length) return operate(w, name, p, end, quoted);
  const char *value = getenv(name);
  char digits[24];
  if (p != end) return WRDE_SYNTAX;
  if (!value && w->flags & WRDE_UNDEF) return WRDE_BADVAL;
  snprintf(digits, sizeof digits, "%zu", value ? strlen(value) : 0);
  return put_expanded(w, digits, 1);
}

static int back_quotes(struct words *w, int quoted) {
  const char *end = w->p;
  while (*end && *end != '`') end += *end == '\\' && end[1] ? 2 : 1;
  if (!*end) return WRDE_SYNTAX;
  const char *text = w->p;
  w->p = end + 1;
  return command(w, text, (size_t)(end - text), quoted);
}

static int tilde(struct words *w) {
  size_t n = strcspn(w->p, "/ \t'\"\\$`:");
  char name[256];
  const char *home = 0;
  struct passwd *p;
  if (n < sizeof name && (!w->p[n] || strchr("/ \t:", w->p[n]))) {
    memcpy(name, w->p, n);
    name[n] = 0;
    home = n ? 0 : getenv("HOME");
    if (!home && (p = n ? getpwnam(name) : getpwuid(getuid()))) home = p->pw_dir;
  }
  if (!home) return put(w, '~');
  w->p += n;
  return put_expanded(w, home, 1);
}

static int single_quotes(struct words *w) {
  int r = 0;
  w->started = 1;
  for (; !r && *w->p != '\''; w->p++) {
    if (!*w->p) return WRDE_SYNTAX;
    r = put_quoted(w, *w->p);
  }
  w->p++;
  return r;
}

static int double_quotes(struct words *w) {
  const char *end = w->p;
  while (*end && *end != '"') end += *end == '\\' && end[1] ? 2 : 1;
  if (!*end) return WRDE_SYNTAX;
  w->started = 1;
  int r = parse(w, end, 1);
  w->p = end + 1;
  return r;
}

/* Expands up to `end`; quoted as between double quotes. */
static int parse(struct words *w, const char *end, int quoted) {
  int r = 0;
  while (!r && w->p < end) {
    char c = *w->p++;
    if (c == '$') r = dollar(w, quoted);
    else if (c == '`') r = back_quotes(w, quoted);
    else if (c == '\\' && w->p == end) r = WRDE_SYNTAX;
    else if (c == '\\' && *w->p == '\n') w->p++;
    else if (c == '\\') r = quoted && !strchr("$`\"\\", *w->p) ? put_quoted(w, c) : put_quoted(w, *w->p++);
    else if (quoted) r = put_quoted(w, c);
    else if (c == '\'') r = single_quotes(w);
    else if (c == '"') r = double_quotes(w);
    else if (c == ' ' || c == '\t') r = end_word(w);
    else if (strchr("\n|&;<>(){}", c)) r = WRDE_BADCHAR;
    else if (c == '~' && !w->started) r = tilde(w);
    else r = put(w, c);
  }
  return r;
}

int wordexp(const char *restrict line, wordexp_t *restrict e, int flags) {
  wordexp_t before = *e;
  if (flags & WRDE_REUSE) wordfree(e);
  if (!(flags & WRDE_APPEND)) {
    if (!(flags & WRDE_DOOFFS)) e->we_offs = 0;
    e->we_wordc = 0;
    e->we_wordv = calloc(e->we_offs + 1, sizeof(char *));
    if (!e->we_wordv) return WRDE_NOSPACE;
  } else if (!(flags & WRDE_DOOFFS)) {
    e->we_offs = 0;
  }
  size_t first = e->we_wordc;
  struct words w = {.result = e, .flags = flags, .p = line};
  int r = parse(&w, line + strlen(line), 0);
  if (!r) r = end_word(&w);
  free(w.text);
  if (!r || r == WRDE_NOSPACE) return r;
  /* As if nothing had been asked. */
  while (e->we_wordc > first) free(e->we_wordv[e->we_offs + --e->we_wordc]);
  if (flags & WRDE_APPEND) {
    e->we_wordv[e->we_offs + first] = 0;
  } else {
    free(e->we_wordv);
    *e = before;
    if (flags & WRDE_REUSE) *e = (wordexp_t){.we_offs = before.we_offs};
  }
  return r;
}

void wordfree(wordexp_t *e) {
  if (!e->we_wordv) return;
  for (size_t i = 0; i < e->we_wordc; i++) free(e->we_wordv[e->we_offs + i]);
  free(e->we_wordv);
  e->we_wordv = 0;
  e->we_wordc = 0;
}
