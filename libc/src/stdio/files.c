/* Operations on files by name, memory streams, pipes to commands. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "file.h"

int remove(const char *name) {
  long r = SYSCALL3(SYS_unlinkat, AT_FDCWD, name, 0);
  if (r == -EISDIR) r = SYSCALL3(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR);
  return (int)__result(r);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return (int)__result(SYSCALL5(SYS_renameat2, from_folder, from, to_folder, to, 0));
}

int rename(const char *from, const char *to) {
  return (int)__result(SYSCALL5(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

/* fmemopen: the buffer, how much of it is file, and where we are. */
struct memory {
  char *base;
  size_t size, length, at;
  int owned, append;
  char **out;
  size_t *out_length;
};

static ssize_t memory_read(FILE *f, void *p, size_t n) {
  struct memory *m = f->cookie;
  size_t left = m->at < m->length ? m->length - m->at : 0;
  if (n > left) n = left;
  memcpy(p, m->base + m->at, n);
  m->at += n;
  return (ssize_t)n;
}

/* Tells the owner of a memory stream where it is and how long: up to the position, should that be before its end (POSIX open_memstream). */
static void publish(struct memory *m) {
  if (!m->out) return;
  *m->out = m->base;
  *m->out_length = m->at < m->length ? m->at : m->length;
}

static ssize_t memory_write(FILE *f, const void *p, size_t n) {
  struct memory *m = f->cookie;
  if (m->append) m->at = m->length;
  if (m->out) {
    if (m->at + n + 1 > m->size) {
      size_t grown = (m->at + n + 1) * 2;
      char *q = realloc(m->base, grown);
      if (!q) return -1;
      memset(q + m->size, 0, grown - m->size);
      m->base = q;
      m->size = grown;
    }
  } else if (n > m->size - m->at) {
    n = m->size - m->at;
    if (!n) {
      errno = ENOSPC;
      return -1;
    }
  }
  memcpy(m->base + m->at, p, n);
  m->at += n;
  if (m->at > m->length) {
    m->length = m->at;
    if (m->length < m->size) m->base[m->length] = 0;
  }
  publish(m);
  return (ssize_t)n;
}

static off_t memory_seek(FILE *f, off_t offset, int whence) {
  struct memory *m = f->cookie;
  off_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (off_t)m->at : (off_t)m->length;
  off_t at = base + offset;
  if (at < 0 || (!m->out && (size_t)at > m->size)) {
    errno = EINVAL;
    return -1;
  }
  m->at = (size_t)at;
  publish(m);
  return at;
}

static int memory_close(FILE *f) {
  struct memory *m = f->cookie;
  if (m->out) m->base[*m->out_length] = 0;
  if (m->owned) free(m->base);
  free(m);
  return 0;
}

static FILE *memory_file(struct memory *m, unsigned flags) {
  FILE *f = __new_file();
  if (!f) {
    free(m);
    return 0;
  }
  f->fd = -1;
  f->flags = flags;
  f->cookie = m;
  f->read = memory_read;
  f->write = memory_write;
  f->seek = memory_seek;
  f->close = memory_close;
  return f;
}

FILE *fmemopen(void *restrict buffer, size_t size, const char *restrict mode) {
  int open_flags, flags = __parse_mode(mode, &open_flags);
  if (flags < 0) return 0;
  struct memory *m = calloc(1, sizeof *m);
  if (!m) return 0;
  m->owned = !buffer;
  m->base = buffer ? buffer : calloc(1, size ? size : 1);
  m->size = size;
  if (open_flags & O_TRUNC) {
    if (size) m->base[0] = 0;
  } else if (open_flags & O_APPEND) {
    m->append = 1;
    m->length = m->at = strnlen(m->base, size);
  } else {
    m->length = buffer ? size : 0;
  }
  return memory_file(m, (unsigned)flags);
}

FILE *open_memstream(char **out, size_t *length) {
  struct memory *m = calloc(1, sizeof *m);
  if (!m) return 0;
  m->base = calloc(1, 1);
  m->size = 1;
  m->out = out;
  m->out_length = length;
  *out = m->base;
  *length = 0;
  return memory_file(m, F_CAN_WRITE);
}

FILE *popen(const char *command, const char *mode) {
  int ends[2], reading = *mode == 'r';
  if (*mode != 'r' && *mode != 'w') {
    errno = EINVAL;
    return 0;
  }
  if (pipe(ends) < 0) return 0;
  fflush(0);
  pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return 0;
  }
  if (child == 0) {
    dup2(ends[reading], reading);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command, (char *)0);
    _exit(127);
  }
  close(ends[reading]);
  FILE *f = fdopen(ends[!reading], mode);
  if (f) f->child = child;
  return f;
}

int pclose(FILE *f) {
  int status;
  pid_t child = f->child;
  fclose(f);
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

int system(const char *command) {
  if (!command) return access("/bin/sh", X_OK) == 0;
  fflush(0);
  pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command, (char *)0);
    _exit(127);
  }
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}
