/* Accounts (POSIX <pwd.h>). Whether the file is absent or does not list somebody makes no
 * difference: there is no such account, which is no error. */
#include <pwd.h>
#include "lines.h"

static int parse(char *line, struct passwd *p) {
  char *rest = line, *user, *group;
  p->pw_name = __account_field(&rest);
  p->pw_passwd = __account_field(&rest);
  user = __account_field(&rest);
  group = __account_field(&rest);
  p->pw_gecos = __account_field(&rest);
  p->pw_dir = __account_field(&rest);
  p->pw_shell = __account_field(&rest);
  return p->pw_shell && *p->pw_name && __account_number(user, &p->pw_uid) &&
         __account_number(group, &p->pw_gid);
}

/* As the _r functions give it: 0, or an error number. */
int fgetpwent_r(FILE *restrict file, struct passwd *restrict p, char *restrict buffer, size_t size,
                struct passwd **restrict result) {
  int error;
  *result = 0;
  do {
    error = __account_line(file, buffer, size);
    if (error) return error;
  } while (!parse(buffer, p));
  *result = p;
  return 0;
}

/* Looks for a name, or for a number if that is null. */
static int look_up(const char *name, uid_t user, struct passwd *p, char *buffer, size_t size,
                   struct passwd **result) {
  int error, before = errno;
  *result = 0;
  FILE *file = fopen("/etc/passwd", "re");
  if (!file) {
    errno = before;
    return 0;
  }
  do {
    error = fgetpwent_r(file, p, buffer, size, result);
  } while (!error && (name ? strcmp(p->pw_name, name) != 0 : p->pw_uid != user));
  fclose(file);
  errno = before;
  return error == ENOENT ? 0 : error;
}

int getpwnam_r(const char *restrict name, struct passwd *restrict p, char *restrict buffer, size_t size,
               struct passwd **restrict result) {
  return look_up(name, 0, p, buffer, size, result);
}

int getpwuid_r(uid_t user, struct passwd *restrict p, char *restrict buffer, size_t size,
               struct passwd **restrict result) {
  return look_up(0, user, p, buffer, size, result);
}

static struct passwd entry;
static struct __account_buffer kept;

static struct passwd *look_up_kept(const char *name, uid_t user) {
  struct passwd *result;
  int error = kept.text ? 0 : __account_grow(&kept);
  while (!error && (error = look_up(name, user, &entry, kept.text, kept.size, &result)) == ERANGE)
    error = __account_grow(&kept);
  if (!error) return result;
  errno = error;
  return 0;
}

struct passwd *getpwnam(const char *name) {
  return look_up_kept(name, 0);
}
struct passwd *getpwuid(uid_t user) {
  return look_up_kept(0, user);
}

struct passwd *fgetpwent(FILE *file) {
  struct passwd *result;
  int error = kept.text ? 0 : __account_grow(&kept);
  while (!error && (error = fgetpwent_r(file, &entry, kept.text, kept.size, &result)) == ERANGE)
    error = __account_grow(&kept);
  if (!error) return result;
  if (error != ENOENT) errno = error;
  return 0;
}

static FILE *all; /* what getpwent reads */

void setpwent(void) {
  if (all) rewind(all);
}

void endpwent(void) {
  if (all) fclose(all);
  all = 0;
}

static int opened(void) {
  if (all) return 1;
  int before = errno;
  all = fopen("/etc/passwd", "re");
  errno = before;
  return all != 0;
}

struct passwd *getpwent(void) {
  return opened() ? fgetpwent(all) : 0;
}

int getpwent_r(struct passwd *restrict p, char *restrict buffer, size_t size,
               struct passwd **restrict result) {
  *result = 0;
  return opened() ? fgetpwent_r(all, p, buffer, size, result) : ENOENT;
}

int putpwent(const struct passwd *restrict p, FILE *restrict file) {
  return fprintf(file, "%s:%s:%u:%u:%s:%s:%s\n", p->pw_name, p->pw_passwd, p->pw_uid, p->pw_gid,
                 p->pw_gecos, p->pw_dir, p->pw_shell) < 0
             ? -1
             : 0;
}
