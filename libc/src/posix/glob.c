/* File names by pattern: component by component, each with a pattern in it against the names of its
 * directory. */
#include "glob.h"
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct search {
  glob_t *result;
  int flags;
  int (*on_error)(const char *, int);
  size_t length;
  char path[PATH_MAX]; /* what is matched already */
};

static int look_at(const struct search *s, struct stat *st, int follow) {
  const glob_t *g = s->result;
  if (s->flags & GLOB_ALTDIRFUNC) return (follow ? g->gl_stat : g->gl_lstat)(s->path, st);
  return (follow ? stat : lstat)(s->path, st);
}

static int is_directory(const struct search *s) {
  struct stat st;
  return look_at(s, &st, 1) == 0 && S_ISDIR(st.st_mode);
}

static size_t offset_of(const glob_t *g) {
  return g->gl_flags & GLOB_DOOFFS ? g->gl_offs : 0;
}

/* Adds a path; the list ends with a null pointer. */
static int add(struct search *s, const char *path, int mark) {
  glob_t *g = s->result;
  size_t at = offset_of(g) + g->gl_pathc, n = strlen(path);
  char **list = reallocarray(g->gl_pathv, at + 2, sizeof *list);
  if (!list) return GLOB_NOSPACE;
  g->gl_pathv = list;
  if (!g->gl_pathc) memset(list, 0, at * sizeof *list);
  list[at] = malloc(n + 2);
  list[at + 1] = 0;
  if (!list[at]) return GLOB_NOSPACE;
  memcpy(list[at], path, n + 1);
  if (mark && n && path[n - 1] != '/') strcpy(list[at] + n, "/");
  g->gl_pathc++;
  return 0;
}

static int found(struct search *s) {
  struct stat st;
  if (look_at(s, &st, 0) < 0) return 0;
  return add(s, s->path, s->flags & GLOB_MARK && is_directory(s));
}

static int append(struct search *s, const char *text, size_t n) {
  if (s->length + n >= sizeof s->path) return 0;
  memcpy(s->path + s->length, text, n);
  s->path[s->length += n] = 0;
  return 1;
}

/* Appends a component that has no pattern, without its backslashes. */
static int append_literal(struct search *s, const char *p, const char *end) {
  for (; p < end; p++) {
    if (*p == '\\' && !(s->flags & GLOB_NOESCAPE) && p + 1 < end) p++;
    if (!append(s, p, 1)) return 0;
  }
  return 1;
}

static void *open_directory(const struct search *s) {
  const char *name = s->length ? s->path : ".";
  return s->flags & GLOB_ALTDIRFUNC ? s->result->gl_opendir(name) : opendir(name);
}

static struct dirent *next_entry(const struct search *s, void *directory) {
  return s->flags & GLOB_ALTDIRFUNC ? s->result->gl_readdir(directory) : readdir(directory);
}

static void close_directory(const struct search *s, void *directory) {
  if (s->flags & GLOB_ALTDIRFUNC) s->result->gl_closedir(directory);
  else closedir(directory);
}

static int descend(struct search *, const char *pattern);

/* Every name of the directory that the component matches, then what is behind it. */
static int match_names(struct search *s, const char *component, const char *rest) {
  size_t before = s->length;
  int r = 0, flags = (s->flags & GLOB_PERIOD ? 0 : FNM_PERIOD) | (s->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0);
  void *directory = open_directory(s);
  if (!directory) {
    if (errno == ENOTDIR) return 0;
    int stop = s->on_error && s->on_error(s->length ? s->path : ".", errno);
    return stop || s->flags & GLOB_ERR ? GLOB_ABORTED : 0;
  }
  for (struct dirent *e; !r && (e = next_entry(s, directory));) {
    if (fnmatch(component, e->d_name, flags) || !append(s, e->d_name, strlen(e->d_name))) continue;
    int may_be_directory = e->d_type == DT_UNKNOWN || e->d_type == DT_DIR || e->d_type == DT_LNK;
    if (!*rest) r = s->flags & GLOB_ONLYDIR && !may_be_directory ? 0 : found(s);
    else if (may_be_directory && is_directory(s)) r = descend(s, rest);
    s->path[s->length = before] = 0;
  }
  close_directory(s, directory);
  return r;
}

static int descend(struct search *s, const char *pattern) {
  size_t slashes = strspn(pattern, "/"), before = s->length;
  int r = 0;
  if (!append(s, pattern, slashes)) return 0;
  pattern += slashes;
  const char *end = pattern + strcspn(pattern, "/");
  if (!*pattern) {
    r = found(s);
  } else if (!__glob_magic(pattern, end, s->flags)) {
    if (append_literal(s, pattern, end)) r = *end ? descend(s, end) : found(s);
  } else {
    char *component = strndup(pattern, (size_t)(end - pattern));
    r = component ? match_names(s, component, end) : GLOB_NOSPACE;
    free(component);
  }
  s->path[s->length = before] = 0;
  return r;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int expand(struct search *, const char *pattern, int flags);

/* Each alternative of the braces is a pattern of its own, in the order in which they stand. */
static int expand_braces(struct search *s, const char *pattern, const char *open, const char *close, int flags) {
  size_t length = strlen(pattern);
  char *one = malloc(length + 1);
  int r = one ? 0 : GLOB_NOSPACE;
  for (const char *p = open + 1, *end; !r && p <= close; p = end + 1) {
    end = __glob_alternative(p, flags);
    size_t head = (size_t)(open - pattern), n = (size_t)(end - p);
    memcpy(one, pattern, head);
    memcpy(one + head, p, n);
    strcpy(one + head + n, close + 1);
    r = expand(s, one, flags & ~(GLOB_NOCHECK | GLOB_NOMAGIC));
    if (r == GLOB_NOMATCH) r = 0;
  }
  free(one);
  return r;
}

static int expand(struct search *s, const char *pattern, int flags) {
  glob_t *g = s->result;
  size_t first = g->gl_pathc;
  const char *close, *open = flags & GLOB_BRACE ? __glob_brace(pattern, flags, &close) : 0;
  char home[PATH_MAX];
  int r, magic = 0;
  if (open) {
    r = expand_braces(s, pattern, open, close, flags);
  } else {
    if (flags & (GLOB_TILDE | GLOB_TILDE_CHECK) && *pattern == '~') {
      r = __glob_tilde(pattern, flags, home);
      if (r) return r;
      pattern = home;
    }
    s->flags = flags;
    s->path[s->length = 0] = 0;
    magic = __glob_magic(pattern, pattern + strlen(pattern), flags);
    if (magic) g->gl_flags |= GLOB_MAGCHAR;
    r = *pattern ? descend(s, pattern) : 0;
    if (!r && !(flags & GLOB_NOSORT) && g->gl_pathc > first + 1)
      qsort(g->gl_pathv + offset_of(g) + first, g->gl_pathc - first, sizeof(char *), by_name);
  }
  if (r || g->gl_pathc > first) return r;
  if (flags & GLOB_NOCHECK || (flags & GLOB_NOMAGIC && !magic)) return add(s, pattern, 0);
  return GLOB_NOMATCH;
}

int glob(const char *restrict pattern, int flags, int (*on_error)(const char *, int), glob_t *restrict g) {
  struct search s = {.result = g, .on_error = on_error};
  if (flags & GLOB_APPEND) {
    g->gl_flags = flags | (g->gl_flags & GLOB_MAGCHAR);
  } else {
    g->gl_flags = flags;
    g->gl_pathc = 0;
    g->gl_pathv = 0;
    if (!(flags & GLOB_DOOFFS)) g->gl_offs = 0;
    if (flags & GLOB_DOOFFS && !(g->gl_pathv = calloc(g->gl_offs + 1, sizeof(char *)))) return GLOB_NOSPACE;
  }
  return expand(&s, pattern, flags);
}

void globfree(glob_t *g) {
  if (!g->gl_pathv) return;
  for (size_t i = 0; i < g->gl_pathc; i++) free(g->gl_pathv[offset_of(g) + i]);
  free(g->gl_pathv);
  g->gl_pathv = 0;
  g->gl_pathc = 0;
}
