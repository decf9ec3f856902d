/* open_wmemstream: a stream whose bytes are decoded again into a growing array of wide characters. */
#include <stdlib.h>
#include <wchar.h>
#include "file.h"

struct wide_memory {
  wchar_t *base, **out;
  size_t size, length, at; /* wide characters: room without the final zero, in use, position */
  size_t *out_length;
  mbstate_t state;
};

/* Makes room for `wanted` characters and the final zero; new room is zero. */
static int reserve(struct wide_memory *m, size_t wanted) {
  if (wanted <= m->size) return 1;
  size_t size = wanted < 2 * m->size ? 2 * m->size : wanted;
  wchar_t *grown = reallocarray(m->base, size + 1, sizeof *grown);
  if (!grown) return 0;
  wmemset(grown + m->size, 0, size + 1 - m->size);
  m->base = grown;
  m->size = size;
  return 1;
}

static void publish(struct wide_memory *m) {
  *m->out = m->base;
  *m->out_length = m->at < m->length ? m->at : m->length;
}

static ssize_t write_wide(FILE *f, const void *p, size_t n) {
  struct wide_memory *m = f->cookie;
  const char *s = p;
  for (size_t done = 0; done < n; done++) {
    wchar_t wc;
    size_t r = mbrtowc(&wc, s + done, 1, &m->state);
    if (r == (size_t)-2) continue;
    if (r == (size_t)-1 || !reserve(m, m->at + 1)) return -1;
    m->base[m->at++] = wc;
    if (m->at > m->length) m->length = m->at;
  }
  publish(m);
  return (ssize_t)n;
}

static off_t seek_wide(FILE *f, off_t offset, int whence) {
  struct wide_memory *m = f->cookie;
  off_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (off_t)m->at : (off_t)m->length;
  if (base + offset < 0) {
    errno = EINVAL;
    return -1;
  }
  if (!reserve(m, (size_t)(base + offset))) return -1;
  m->at = (size_t)(base + offset);
  publish(m);
  return base + offset;
}

static int close_wide(FILE *f) {
  /* The array is the caller's; as glibc's it ends at the position, should that be before its end. */
  struct wide_memory *m = f->cookie;
  m->base[*m->out_length] = 0;
  free(m);
  return 0;
}

FILE *open_wmemstream(wchar_t **out, size_t *length) {
  struct wide_memory *m = calloc(1, sizeof *m);
  FILE *f = m ? __new_file() : 0;
  if (f) m->base = calloc(1, sizeof *m->base);
  if (!f || !m->base) {
    if (f) {
      __unlink_file(f);
      free(f);
    }
    free(m);
    return 0;
  }
  m->out = out;
  m->out_length = length;
  publish(m);
  f->fd = -1;
  f->flags = F_CAN_WRITE;
  f->cookie = m;
  f->write = write_wide;
  f->seek = seek_wide;
  f->close = close_wide;
  fwide(f, 1);
  return f;
}
