/* Lists of mounted file systems, as /etc/mtab and /proc/mounts hold them (getmntent(3)). */
#include <mntent.h>
#include <stdlib.h>
#include <string.h>

FILE *setmntent(const char *name, const char *mode) {
  return fopen(name, mode);
}

int endmntent(FILE *f) {
  if (f) fclose(f);
  return 1;
}

static int octal(char c) {
  return c >= '0' && c <= '7';
}

/* Turns \040 and its like back into what would otherwise end a field. */
static char *decode(char *field) {
  char *to = field;
  for (const char *from = field; *from; to++) {
    if (*from == '\\' && octal(from[1]) && octal(from[2]) && octal(from[3])) {
      *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
      from += 4;
    } else {
      *to = *from++;
    }
  }
  *to = 0;
  return field;
}

static char *field(char **rest) {
  static char none[] = "";
  char *f = strtok_r(0, " \t\n", rest);
  return f ? decode(f) : none;
}

struct mntent *getmntent_r(FILE *restrict f, struct mntent *restrict m, char *restrict line, int size) {
  char *start, *rest;
  do {
    if (!fgets(line, size, f)) return 0;
    start = line + strspn(line, " \t\n");
  } while (!*start || *start == '#');
  rest = start;
  m->mnt_fsname = field(&rest);
  m->mnt_dir = field(&rest);
  m->mnt_type = field(&rest);
  m->mnt_opts = field(&rest);
  m->mnt_freq = atoi(field(&rest));
  m->mnt_passno = atoi(field(&rest));
  return m;
}

struct mntent *getmntent(FILE *f) {
  static struct mntent entry;
  static char line[4096];
  return getmntent_r(f, &entry, line, sizeof line);
}

static void encode(FILE *f, const char *s) {
  for (; *s; s++) {
    if (strchr(" \t\n\\", *s)) fprintf(f, "\\%03o", *s);
    else fputc(*s, f);
  }
  fputc(' ', f);
}

int addmntent(FILE *restrict f, const struct mntent *restrict m) {
  if (fseek(f, 0, SEEK_END)) return 1;
  encode(f, m->mnt_fsname);
  encode(f, m->mnt_dir);
  encode(f, m->mnt_type);
  encode(f, m->mnt_opts);
  return fprintf(f, "%d %d\n", m->mnt_freq, m->mnt_passno) < 0 || fflush(f);
}

char *hasmntopt(const struct mntent *m, const char *option) {
  size_t n = strlen(option);
  for (char *o = m->mnt_opts; *o; o += strcspn(o, ","), o += *o == ',') {
    if (strncmp(o, option, n) == 0 && (!o[n] || o[n] == ',' || o[n] == '=')) return o;
  }
  return 0;
}
