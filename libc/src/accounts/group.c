/* Groups (POSIX <grp.h>); see passwd.c. */
#include <grp.h>
#include "lines.h"

/* Where the members' pointers go: aligned, behind the line. */
static char **members(char *buffer, size_t size, size_t used, size_t n) {
  uintptr_t at = ((uintptr_t)buffer + used + sizeof(char *) - 1) & -sizeof(char *);
  return at + (n + 1) * sizeof(char *) <= (uintptr_t)buffer + size ? (char **)at : 0;
}

/* 1, 0 if the line is none of a group, -1 if the buffer has no room for the members. */
static int parse(char *line, size_t size, struct group *g) {
  char *rest = line, *number;
  size_t used = strlen(line) + 1, n = 1, count = 0;
  g->gr_name = __account_field(&rest);
  g->gr_passwd = __account_field(&rest);
  number = __account_field(&rest);
  if (!rest || !*g->gr_name || !__account_number(number, &g->gr_gid)) return 0;
  for (char *p = rest; *p; p++) n += *p == ',';
  g->gr_mem = members(line, size, used, n);
  if (!g->gr_mem) return -1;
  for (char *name, *state; (name = strtok_r(rest, ", \t", &state)); rest = 0) g->gr_mem[count++] = name;
  g->gr_mem[count] = 0;
  return 1;
}

int fgetgrent_r(FILE *restrict file, struct group *restrict g, char *restrict buffer, size_t size,
                struct group **restrict result) {
  int parsed;
  *result = 0;
  do {
    off_t start = ftello(file);
    int error = __account_line(file, buffer, size);
    if (error) return error;
    parsed = parse(buffer, size, g);
    if (parsed < 0) {
      fseeko(file, start, SEEK_SET);
      return ERANGE;
    }
  } while (!parsed);
  *result = g;
  return 0;
}

static int look_up(const char *name, gid_t group, struct group *g, char *buffer, size_t size,
                   struct group **result) {
  int error, before = errno;
  *result = 0;
  FILE *file = fopen("/etc/group", "re");
  if (!file) {
    errno = before;
    return 0;
  }
  do {
    error = fgetgrent_r(file, g, buffer, size, result);
  } while (!error && (name ? strcmp(g->gr_name, name) != 0 : g->gr_gid != group));
  fclose(file);
  errno = before;
  return error == ENOENT ? 0 : error;
}

int getgrnam_r(const char *restrict name, struct group *restrict g, char *restrict buffer, size_t size,
               struct group **restrict result) {
  return look_up(name, 0, g, buffer, size, result);
}

int getgrgid_r(gid_t group, struct group *restrict g, char *restrict buffer, size_t size,
               struct group **restrict result) {
  return look_up(0, group, g, buffer, size, result);
}

static struct group entry;
static struct __account_buffer kept;

static struct group *look_up_kept(const char *name, gid_t group) {
  struct group *result;
  int error = kept.text ? 0 : __account_grow(&kept);
  while (!error && (error = look_up(name, group, &entry, kept.text, kept.size, &result)) == ERANGE)
    error = __account_grow(&kept);
  if (!error) return result;
  errno = error;
  return 0;
}

struct group *getgrnam(const char *name) {
  return look_up_kept(name, 0);
}
struct group *getgrgid(gid_t group) {
  return look_up_kept(0, group);
}

struct group *fgetgrent(FILE *file) {
  struct group *result;
  int error = kept.text ? 0 : __account_grow(&kept);
  while (!error && (error = fgetgrent_r(file, &entry, kept.text, kept.size, &result)) == ERANGE)
    error = __account_grow(&kept);
  if (!error) return result;
  if (error != ENOENT) errno = error;
  return 0;
}

static FILE *all; /* what getgrent reads */

void setgrent(void) {
  if (all) rewind(all);
}

void endgrent(void) {
  if (all) fclose(all);
  all = 0;
}

static int opened(void) {
  if (all) return 1;
  int before = errno;
  all = fopen("/etc/group", "re");
  errno = before;
  return all != 0;
}

struct group *getgrent(void) {
  return opened() ? fgetgrent(all) : 0;
}

int getgrent_r(struct group *restrict g, char *restrict buffer, size_t size,
               struct group **restrict result) {
  *result = 0;
  return opened() ? fgetgrent_r(all, g, buffer, size, result) : ENOENT;
}

int putgrent(const struct group *restrict g, FILE *restrict file) {
  fprintf(file, "%s:%s:%u:", g->gr_name, g->gr_passwd, g->gr_gid);
  for (char **member = g->gr_mem; member && *member; member++)
    fprintf(file, "%s%s", member == g->gr_mem ? "" : ",", *member);
  return fputc('\n', file) == EOF ? -1 : 0;
}

int setgroups(size_t n, const gid_t *list) {
  return (int)__result(SYSCALL2(SYS_setgroups, n, list));
}
