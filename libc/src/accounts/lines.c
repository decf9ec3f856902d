/* The lines of /etc/passwd and /etc/group. */
#include "lines.h"

int __account_line(FILE *file, char *buffer, size_t size) {
  for (;;) {
    off_t start = ftello(file);
    if (size < 2) return ERANGE;
    if (size > 0x7fffffff) size = 0x7fffffff;
    if (!fgets(buffer, (int)size, file)) return ENOENT;
    size_t n = strlen(buffer);
    if (n && buffer[n - 1] == '\n') {
      buffer[--n] = 0;
    } else if (!feof(file)) {
      fseeko(file, start, SEEK_SET);
      return ERANGE;
    }
    if (*buffer && *buffer != '#') return 0;
  }
}

char *__account_field(char **rest) {
  char *field = *rest;
  if (!field) return 0;
  char *colon = strchr(field, ':');
  if (colon) *colon++ = 0;
  *rest = colon;
  return field;
}

int __account_number(const char *text, unsigned *value) {
  char *end;
  if (*text < '0' || *text > '9') return 0;
  *value = (unsigned)strtoul(text, &end, 10);
  return !*end;
}

int __account_grow(struct __account_buffer *b) {
  size_t size = b->size ? b->size * 2 : 1024;
  char *text = realloc(b->text, size);
  if (!text) return ENOMEM;
  *b = (struct __account_buffer){text, size};
  return 0;
}
