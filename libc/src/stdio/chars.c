/* Characters, lines and blocks (C17 7.21.7, 7.21.8). */
#include <stdlib.h>
#include <string.h>
#include "file.h"

int getc_unlocked(FILE *f) {
  if (f->flags & F_READING && !f->pushed && f->position < f->end) return *f->position++;
  return __fill(f);
}

int putc_unlocked(int c, FILE *f) {
  unsigned char byte = (unsigned char)c;
  if ((f->flags & (F_WRITING | F_LINE)) == F_WRITING && f->position < f->end) {
    *f->position++ = byte;
    return byte;
  }
  return __write_bytes(f, &byte, 1) == 1 ? byte : EOF;
}

int fgetc(FILE *f) {
  LOCKED(f);
  return getc_unlocked(f);
}
int fputc(int c, FILE *f) {
  LOCKED(f);
  return putc_unlocked(c, f);
}
int getc(FILE *f) {
  return fgetc(f);
}
int getchar(void) {
  return fgetc(stdin);
}
int putc(int c, FILE *f) {
  return fputc(c, f);
}
int putchar(int c) {
  return fputc(c, stdout);
}
int getchar_unlocked(void) {
  return getc_unlocked(stdin);
}
int putchar_unlocked(int c) {
  return putc_unlocked(c, stdout);
}

int ungetc(int c, FILE *f) {
  LOCKED(f);
  if (c == EOF || !(f->flags & F_CAN_READ)) return EOF;
  if (f->flags & F_WRITING) {
    __flush_buffer(f);
    f->flags &= ~(unsigned)F_WRITING;
    f->position = f->end = 0;
  }
  f->flags |= F_READING;
  if (!f->pushed) f->pushed = f->unget + UNGET;
  if (f->pushed == f->unget) return EOF;
  *--f->pushed = (unsigned char)c;
  f->flags &= ~(unsigned)F_EOF;
  return (unsigned char)c;
}

size_t fread(void *restrict p, size_t size, size_t count, FILE *restrict f) {
  LOCKED(f);
  unsigned char *out = p;
  size_t total = size * count, left = total;
  while (left) {
    if (f->flags & F_READING && !f->pushed && f->position < f->end) {
      size_t n = (size_t)(f->end - f->position);
      if (n > left) n = left;
      memcpy(out, f->position, n);
      f->position += n;
      out += n;
      left -= n;
      continue;
    }
    int c = __fill(f);
    if (c == EOF) break;
    *out++ = (unsigned char)c;
    left--;
  }
  return size ? (total - left) / size : 0;
}

size_t fwrite(const void *restrict p, size_t size, size_t count, FILE *restrict f) {
  LOCKED(f);
  size_t total = size * count;
  if (!total) return 0;
  size_t written = __write_bytes(f, p, total);
  return written == total ? count : written / size;
}

int fputs(const char *restrict s, FILE *restrict f) {
  LOCKED(f);
  size_t n = strlen(s);
  return __write_bytes(f, (const unsigned char *)s, n) == n || n == 0 ? 1 : EOF;
}

int puts(const char *s) {
  LOCKED(stdout);
  return fputs(s, stdout) < 0 || fputc('\n', stdout) < 0 ? EOF : 1;
}

char *fgets(char *restrict s, int n, FILE *restrict f) {
  LOCKED(f);
  char *out = s;
  if (n <= 0) return 0;
  while (--n > 0) {
    if (f->flags & F_READING && !f->pushed && f->position < f->end) {
      size_t have = (size_t)(f->end - f->position);
      if (have > (size_t)n) have = (size_t)n;
      unsigned char *newline = memchr(f->position, '\n', have);
      if (newline) have = (size_t)(newline - f->position) + 1;
      memcpy(out, f->position, have);
      f->position += have;
      out += have;
      n -= (int)have - 1;
      if (newline) break;
      continue;
    }
    int c = __fill(f);
    if (c == EOF) {
      if (out == s || f->flags & F_ERROR) return 0;
      break;
    }
    *out++ = (char)c;
    if (c == '\n') break;
  }
  *out = 0;
  return s;
}

char *gets(char *s) {
  char *out = s;
  int c;
  while ((c = getchar()) != EOF && c != '\n') *out++ = (char)c;
  if (c == EOF && out == s) return 0;
  *out = 0;
  return s;
}

ssize_t getdelim(char **restrict line, size_t *restrict size, int delimiter, FILE *restrict f) {
  LOCKED(f);
  size_t used = 0;
  for (;;) {
    int c = getc_unlocked(f);
    if (c == EOF && (used == 0 || f->flags & F_ERROR)) return -1;
    if (!*line || used + 2 > *size) {
      size_t grown = *line && *size ? *size * 2 : 128;
      char *p = realloc(*line, grown);
      if (!p) return -1;
      *line = p;
      *size = grown;
    }
    if (c != EOF) (*line)[used++] = (char)c;
    if (c == EOF || c == delimiter) {
      (*line)[used] = 0;
      return (ssize_t)used;
    }
  }
}

ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict f) {
  return getdelim(line, size, '\n', f);
}

void perror(const char *s) {
  int error = errno;
  LOCKED(stderr);
  if (s && *s) {
    fputs(s, stderr);
    fputs(": ", stderr);
  }
  fputs(strerror(error), stderr);
  fputc('\n', stderr);
}
