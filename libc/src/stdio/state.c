/* What a stream is doing (<stdio_ext.h>). */
#include <stdio_ext.h>
#include "file.h"

size_t __fbufsize(FILE *f) {
  return f->size;
}
int __freading(FILE *f) {
  return !(f->flags & F_CAN_WRITE) || f->flags & F_READING;
}
int __fwriting(FILE *f) {
  return !(f->flags & F_CAN_READ) || f->flags & F_WRITING;
}
int __freadable(FILE *f) {
  return (f->flags & F_CAN_READ) != 0;
}
int __fwritable(FILE *f) {
  return (f->flags & F_CAN_WRITE) != 0;
}
int __flbf(FILE *f) {
  return (f->flags & F_LINE) != 0;
}

/* Forgets what was read ahead or not yet written. */
void __fpurge(FILE *f) {
  LOCKED(f);
  if (f->flags & F_WRITING) f->position = f->buffer;
  if (f->flags & F_READING) f->position = f->end;
  f->pushed = 0;
}

size_t __fpending(FILE *f) {
  return f->flags & F_WRITING ? (size_t)(f->position - f->buffer) : 0;
}

void _flushlbf(void) {
  __acquire(&__open_files_lock);
  for (FILE *f = __open_files; f; f = f->next) {
    if (!(f->flags & F_WRITING) || !(f->flags & F_LINE)) continue;
    LOCKED(f);
    __flush_buffer(f);
  }
  __release(&__open_files_lock);
}

/* A stream is always locked inside: there is nothing to save before the first thread is created. */
int __fsetlocking(FILE *f, int type) {
  (void)f;
  (void)type;
  return FSETLOCKING_INTERNAL;
}

/* Bytes that can be read without a system call. */
size_t __freadahead(FILE *f) {
  size_t pushed = f->pushed ? (size_t)(f->unget + UNGET - f->pushed) : 0;
  return pushed + (f->flags & F_READING ? (size_t)(f->end - f->position) : 0);
}

/* Where they stand and how many; null where there are none, or some that were pushed back come first. */
const char *__freadptr(FILE *f, size_t *n) {
  if (f->pushed || !(f->flags & F_READING) || f->position == f->end) return 0;
  *n = (size_t)(f->end - f->position);
  return (const char *)f->position;
}
void __freadptrinc(FILE *f, size_t n) {
  f->position += n;
}

void __fseterr(FILE *f) {
  f->flags |= F_ERROR;
}
