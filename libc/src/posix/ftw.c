/* File tree walks. A directory's names are read before anything below it is visited: one descriptor is
 * open at a time, however deep the tree is. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The directories above: without FTW_PHYS a link may lead back to one. */
struct above {
  const struct above *next;
  dev_t device;
  ino_t file;
};

struct walk {
  __nftw_func_t call;
  __ftw_func_t plain; /* ftw's, which gets no struct FTW */
  int flags;
  dev_t device; /* of the root, for FTW_MOUNT */
  int home;     /* where FTW_CHDIR came from */
  char path[PATH_MAX];
};

static int visit(struct walk *, size_t length, struct FTW, const struct above *);

static int report(struct walk *w, const struct stat *st, int kind, struct FTW at) {
  static const char plain[] = {FTW_F, FTW_D, FTW_DNR, FTW_NS, FTW_F, FTW_D, FTW_NS};
  return w->plain ? w->plain(w->path, st, plain[kind]) : w->call(w->path, st, kind, &at);
}

/* Changes to the directory that the first `length` characters name, from where the walk began. */
static int enter(struct walk *w, size_t length) {
  if (!(w->flags & FTW_CHDIR)) return 0;
  char saved = w->path[length];
  w->path[length] = 0;
  int r = fchdir(w->home);
  if (!r && length) r = chdir(w->path);
  w->path[length] = saved;
  return r;
}

/* Changes to the directory that holds what the struct describes. */
static int enter_parent(struct walk *w, struct FTW at) {
  return enter(w, (size_t)(at.base > 1 ? at.base - 1 : at.base));
}

/* Names one after the other, the last one empty; null with errno. */
static char *names_in(DIR *directory) {
  size_t used = 0, room = 256;
  char *names = malloc(room);
  errno = 0;
  for (struct dirent *e; names && (e = readdir(directory));) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    size_t n = strlen(e->d_name) + 1;
    if (used + n + 1 > room) {
      char *more = realloc(names, room = (room + n) * 2);
      if (!more) free(names);
      names = more;
      if (!names) return 0;
    }
    memcpy(names + used, e->d_name, n);
    used += n;
  }
  if (names && errno) {
    free(names);
    return 0;
  }
  if (names) names[used] = 0;
  return names;
}

static int visit_all(struct walk *w, char *names, size_t length, struct FTW at, const struct above *above) {
  int r = 0;
  size_t base = length;
  if (!length || w->path[length - 1] != '/') w->path[base++] = '/';
  for (char *name = names; !r && *name; name += strlen(name) + 1) {
    size_t n = strlen(name);
    if (base + n + 1 > sizeof w->path) {
      errno = ENAMETOOLONG;
      return -1;
    }
    memcpy(w->path + base, name, n + 1);
    r = enter(w, length);
    if (!r) r = visit(w, base + n, (struct FTW){(int)base, at.level + 1}, above);
  }
  w->path[length] = 0;
  if (r == FTW_SKIP_SIBLINGS && w->flags & FTW_ACTIONRETVAL) r = 0;
  return r;
}

static int visit_directory(struct walk *w, size_t length, struct FTW at, const struct above *above,
                           const struct stat *st) {
  for (const struct above *a = above; a; a = a->next)
    if (a->device == st->st_dev && a->file == st->st_ino) return 0;
  struct above self = {above, st->st_dev, st->st_ino};
  const char *from_here = w->flags & FTW_CHDIR ? w->path + at.base : w->path;
  DIR *directory = opendir(from_here);
  if (!directory) return errno == EACCES ? report(w, st, FTW_DNR, at) : -1;
  char *names = names_in(directory);
  closedir(directory);
  if (!names) return -1;
  int r = w->flags & FTW_DEPTH ? 0 : report(w, st, FTW_D, at);
  if (r == FTW_SKIP_SUBTREE && w->flags & FTW_ACTIONRETVAL) {
    free(names);
    return 0;
  }
  if (!r) r = visit_all(w, names, length, at, &self);
  free(names);
  if (!r && w->flags & FTW_DEPTH && !(r = enter_parent(w, at)))
    r = report(w, st, FTW_DP, at);
  return r;
}

static int visit(struct walk *w, size_t length, struct FTW at, const struct above *above) {
  struct stat st = {0};
  const char *from_here = w->flags & FTW_CHDIR ? w->path + at.base : w->path;
  int kind = FTW_F;
  if ((w->flags & FTW_PHYS ? lstat : stat)(from_here, &st) < 0) {
    if (errno != EACCES && errno != ENOENT && errno != ELOOP) return -1;
    kind = !(w->flags & FTW_PHYS) && !lstat(from_here, &st) && S_ISLNK(st.st_mode) ? FTW_SLN : FTW_NS;
    if (kind == FTW_NS && !at.level) return -1;
  } else if (S_ISLNK(st.st_mode)) {
    kind = FTW_SL;
  }
  if (!at.level) w->device = st.st_dev;
  if (w->flags & FTW_MOUNT && kind != FTW_NS && st.st_dev != w->device) return 0;
  if (kind == FTW_F && S_ISDIR(st.st_mode)) return visit_directory(w, length, at, above, &st);
  int r = report(w, &st, kind, at);
  return r == FTW_SKIP_SUBTREE && w->flags & FTW_ACTIONRETVAL ? 0 : r;
}

static int start(struct walk *w, const char *path) {
  size_t length = strlen(path);
  if (!length || length >= sizeof w->path) {
    errno = length ? ENAMETOOLONG : ENOENT;
    return -1;
  }
  memcpy(w->path, path, length + 1);
  while (length > 1 && w->path[length - 1] == '/') w->path[--length] = 0;
  char *slash = strrchr(w->path, '/');
  struct FTW at = {slash && slash[1] ? (int)(slash + 1 - w->path) : 0, 0};
  w->home = -1;
  if (w->flags & FTW_CHDIR && (w->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) return -1;
  int r = enter_parent(w, at), error;
  if (!r) r = visit(w, length, at, 0);
  error = errno;
  if (w->home >= 0) {
    if (fchdir(w->home) < 0 && !r) r = -1, error = errno;
    close(w->home);
  }
  errno = error;
  return r;
}

int nftw(const char *path, __nftw_func_t call, int descriptors, int flags) {
  (void)descriptors;
  struct walk w = {.call = call, .flags = flags};
  return start(&w, path);
}

int ftw(const char *path, __ftw_func_t call, int descriptors) {
  (void)descriptors;
  struct walk w = {.plain = call};
  return start(&w, path);
}
