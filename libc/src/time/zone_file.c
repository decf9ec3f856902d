/* Zone files, as the time zone database comes compiled (TZif, RFC 8536). */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "zone.h"

enum { HEADER = 44, MOST_BYTES = 1 << 20 };

/* The counts of a header. */
struct counts {
  unsigned utc, wall, leaps, changes, kinds, characters;
};

static unsigned big32(const unsigned char *p) {
  return (unsigned)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static long long big64(const unsigned char *p) {
  return (long long)((unsigned long long)big32(p) << 32 | big32(p + 4));
}

static unsigned char *read_whole(const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  struct stat s;
  unsigned char *bytes = 0;
  if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_size < MOST_BYTES) bytes = malloc((size_t)s.st_size + 1);
  *size = 0;
  for (ssize_t n; bytes && (n = read(fd, bytes + *size, (size_t)s.st_size - *size)) > 0;) *size += (size_t)n;
  close(fd);
  if (bytes) bytes[*size] = 0;
  return bytes;
}

/* Reads a header; the size of the block behind it, whose moments have `width` bytes, or 0. */
static size_t header(const unsigned char *p, size_t left, int width, struct counts *c) {
  if (left < HEADER || memcmp(p, "TZif", 4) != 0) return 0;
  c->utc = big32(p + 20);
  c->wall = big32(p + 24);
  c->leaps = big32(p + 28);
  c->changes = big32(p + 32);
  c->kinds = big32(p + 36);
  c->characters = big32(p + 40);
  size_t size = (size_t)c->changes * (width + 1) + (size_t)c->kinds * 6 + c->characters +
                (size_t)c->leaps * (width + 4) + c->wall + c->utc;
  return c->kinds && size <= left - HEADER ? size : 0;
}

static int read_kinds(const unsigned char *p, const struct counts *c, struct __zone_table *table) {
  const char *names = (const char *)p + 6 * (size_t)c->kinds;
  for (unsigned i = 0; i < c->kinds; i++, p += 6) {
    if (p[5] >= c->characters) return 0;
    size_t length = strnlen(names + p[5], c->characters - p[5]);
    table->kind[i] = (struct __local_kind){(int)big32(p), p[4], __zone_name(names + p[5], length)};
  }
  return 1;
}

static int read_changes(const unsigned char *p, const struct counts *c, struct __zone_table *table) {
  for (unsigned i = 0; i < c->changes; i++) {
    table->moments[i] = big64(p + 8 * (size_t)i);
    table->kind_after[i] = p[8 * (size_t)c->changes + i];
    if (table->kind_after[i] >= c->kinds) return 0;
  }
  return 1;
}

/* The block of 64-bit moments, and the rule in the line behind it. */
static int read_block(unsigned char *p, size_t size, const struct counts *c, struct __zone_table *table) {
  table->changes = (int)c->changes;
  table->kinds = (int)c->kinds;
  table->moments = malloc((c->changes + 1) * sizeof *table->moments);
  table->kind_after = malloc(c->changes + 1);
  table->kind = malloc(c->kinds * sizeof *table->kind);
  if (!table->moments || !table->kind_after || !table->kind) return 0;
  if (!read_changes(p, c, table) || !read_kinds(p + 9 * (size_t)c->changes, c, table)) return 0;
  char *line = (char *)p + size;
  char *end = *line == '\n' ? strchr(line + 1, '\n') : 0;
  if (end) {
    *end = 0;
    table->has_rule = __parse_zone_rule(line + 1, 0, &table->rule);
  }
  return 1;
}

static void path_of(const char *name, char *path, size_t size) {
  static const char folder[] = "/usr/share/zoneinfo/";
  size_t prefix = *name == '/' ? 0 : sizeof folder - 1;
  memcpy(path, folder, prefix);
  strncpy(path + prefix, name, size - prefix);
}

int __read_zone_file(const char *name, struct __zone_table *table) {
  char path[256];
  size_t size;
  struct counts c;
  free(table->moments);
  free(table->kind_after);
  free(table->kind);
  memset(table, 0, sizeof *table);
  if (strlen(name) > 200) return 0;
  path_of(name, path, sizeof path);
  unsigned char *bytes = read_whole(path, &size);
  if (!bytes) return 0;
  /* The first block has 32-bit moments, for readers of before 2005. */
  size_t first = header(bytes, size, 4, &c);
  unsigned char *second = bytes + HEADER + first;
  size_t length = first && bytes[4] >= '2' ? header(second, size - HEADER - first, 8, &c) : 0;
  int read = length && read_block(second + HEADER, length, &c, table);
  free(bytes);
  return read;
}

struct __local_kind __kind_by_table(const struct __zone_table *table, long long moment) {
  int low = 0, high = table->changes; /* the number of changes up to the moment is in low..high */
  while (low < high) {
    int middle = (low + high) / 2;
    if (table->moments[middle] <= moment) low = middle + 1;
    else high = middle;
  }
  if (low == table->changes && table->has_rule) return __kind_by_rule(&table->rule, moment);
  return table->kind[low ? table->kind_after[low - 1] : 0];
}
