/* Streams over file descriptors: buffering, positioning, opening and closing. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "file.h"

ssize_t __fd_read(FILE *f, void *p, size_t n) {
  return __result(SYSCALL3(SYS_read, f->fd, p, n));
}

ssize_t __fd_write(FILE *f, const void *p, size_t n) {
  return __result(SYSCALL3(SYS_write, f->fd, p, n));
}

off_t __fd_seek(FILE *f, off_t offset, int whence) {
  return __result(SYSCALL3(SYS_lseek, f->fd, offset, whence));
}

int __fd_close(FILE *f) {
  return (int)__result(SYSCALL1(SYS_close, f->fd));
}

static unsigned char in_buffer[BUFSIZ], out_buffer[BUFSIZ];

#define STANDARD(FLAGS, FD, BUFFER, SIZE, NEXT, PREVIOUS)                                      \
  {                                                                                          \
    .flags = (FLAGS) | F_STATIC, .fd = FD, .buffer = BUFFER, .size = SIZE, .next = NEXT,        \
    .previous = PREVIOUS, .read = __fd_read, .write = __fd_write, .seek = __fd_seek,           \
    .close = __fd_close                                                                       \
  }
static FILE files[3] = {
    STANDARD(F_CAN_READ, 0, in_buffer, sizeof in_buffer, &files[1], 0),
    STANDARD(F_CAN_WRITE | F_CHECK_TTY, 1, out_buffer, sizeof out_buffer, &files[2], &files[0]),
    STANDARD(F_CAN_WRITE | F_UNBUFFERED, 2, 0, 0, 0, &files[1]),
};
FILE *const stdin = &files[0];
FILE *const stdout = &files[1];
FILE *const stderr = &files[2];
FILE *__open_files = &files[0];
int __open_files_lock;

/* The lock of a stream belongs to a thread and counts: a callback may print. */
static int self(void) {
  static _Thread_local int tid;
  if (!tid) tid = (int)SYSCALL0(SYS_gettid);
  return tid;
}

void __lock_stream(FILE *f) {
  if (__atomic_load_n(&f->owner, __ATOMIC_RELAXED) == self()) {
    f->depth++;
    return;
  }
  __lock(&f->lock);
  __atomic_store_n(&f->owner, self(), __ATOMIC_RELAXED);
}

void __unlock_stream(FILE *f) {
  if (f->depth > 0) {
    f->depth--;
    return;
  }
  __atomic_store_n(&f->owner, 0, __ATOMIC_RELAXED);
  __unlock(&f->lock);
}

FILE *__new_file(void) {
  FILE *f = calloc(1, sizeof *f);
  if (!f) return 0;
  __acquire(&__open_files_lock);
  f->next = __open_files;
  if (f->next) f->next->previous = f;
  __open_files = f;
  __release(&__open_files_lock);
  return f;
}

void __unlink_file(FILE *f) {
  __acquire(&__open_files_lock);
  if (f->next) f->next->previous = f->previous;
  if (f->previous) {
    f->previous->next = f->next;
  } else {
    __open_files = f->next;
  }
  __release(&__open_files_lock);
}

int __parse_mode(const char *mode, int *open_flags) {
  int plus = strchr(mode, '+') != 0, flags;
  switch (*mode) {
    case 'r':
      flags = F_CAN_READ | (plus ? F_CAN_WRITE : 0);
      *open_flags = plus ? O_RDWR : O_RDONLY;
      break;
    case 'w':
      flags = F_CAN_WRITE | (plus ? F_CAN_READ : 0);
      *open_flags = (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
      break;
    case 'a':
      flags = F_CAN_WRITE | F_APPENDING | (plus ? F_CAN_READ : 0);
      *open_flags = (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
      break;
    default:
      errno = EINVAL;
      return -1;
  }
  if (strchr(mode, 'x')) *open_flags |= O_EXCL;
  if (strchr(mode, 'e')) *open_flags |= O_CLOEXEC;
  return flags;
}

FILE *fdopen(int fd, const char *mode) {
  int open_flags, flags = __parse_mode(mode, &open_flags);
  if (flags < 0) return 0;
  FILE *f = __new_file();
  if (!f) return 0;
  f->fd = fd;
  f->flags = (unsigned)flags | (flags & F_CAN_WRITE ? F_CHECK_TTY : 0);
  f->read = __fd_read;
  f->write = __fd_write;
  f->seek = __fd_seek;
  f->close = __fd_close;
  return f;
}

FILE *fopen(const char *restrict name, const char *restrict mode) {
  int open_flags, flags = __parse_mode(mode, &open_flags);
  if (flags < 0) return 0;
  int fd = open(name, open_flags, 0666);
  if (fd < 0) return 0;
  FILE *f = fdopen(fd, mode);
  if (!f) close(fd);
  return f;
}

static void end_buffers(FILE *f) {
  f->flags &= ~(unsigned)(F_READING | F_WRITING | F_EOF | F_ERROR);
  f->position = f->end = 0;
  f->pushed = 0;
}

FILE *freopen(const char *restrict name, const char *restrict mode, FILE *restrict f) {
  int open_flags, flags = __parse_mode(mode, &open_flags);
  if (flags < 0) return 0;
  fflush(f);
  if (!name) {
    end_buffers(f);
    return f;
  }
  int fd = open(name, open_flags, 0666);
  if (fd < 0) {
    fclose(f);
    return 0;
  }
  if (f->fd >= 0 && f->close == __fd_close && fd != f->fd) {
    dup2(fd, f->fd);
    close(fd);
  } else {
    f->fd = fd;
  }
  end_buffers(f);
  f->flags = (f->flags & (F_OWN_BUFFER | F_STATIC | F_LINE | F_UNBUFFERED)) | (unsigned)flags;
  return f;
}

static int give_buffer(FILE *f) {
  if (f->buffer || f->flags & F_UNBUFFERED) return 0;
  f->buffer = malloc(BUFSIZ);
  if (!f->buffer) {
    f->flags |= F_UNBUFFERED;
    return 0;
  }
  f->size = BUFSIZ;
  f->flags |= F_OWN_BUFFER;
  return 0;
}

static int drain(FILE *f, const unsigned char *p, size_t n) {
  while (n) {
    ssize_t w = f->write(f, p, n);
    if (w <= 0) {
      f->flags |= F_ERROR;
      return EOF;
    }
    p += w;
    n -= (size_t)w;
  }
  return 0;
}

int __flush_buffer(FILE *f) {
  if (!(f->flags & F_WRITING)) return 0;
  size_t n = (size_t)(f->position - f->buffer);
  f->position = f->buffer;
  return n ? drain(f, f->buffer, n) : 0;
}

/* Gets ready to write: gives back read-ahead, checks that writing is allowed. */
static int start_writing(FILE *f) {
  if (!(f->flags & F_CAN_WRITE)) {
    f->flags |= F_ERROR;
    errno = EBADF;
    return EOF;
  }
  if (f->flags & F_CHECK_TTY) {
    f->flags &= ~(unsigned)F_CHECK_TTY;
    struct winsize size;
    if (SYSCALL3(SYS_ioctl, f->fd, TIOCGWINSZ, &size) == 0) f->flags |= F_LINE;
  }
  if (f->flags & F_READING) {
    if (f->position < f->end) f->seek(f, f->position - f->end, SEEK_CUR);
    f->flags &= ~(unsigned)(F_READING | F_EOF);
    f->pushed = 0;
  }
  give_buffer(f);
  f->position = f->buffer;
  f->end = f->buffer ? f->buffer + f->size : 0;
  f->flags |= F_WRITING;
  return 0;
}

size_t __write_bytes(FILE *f, const unsigned char *p, size_t n) {
  if (!(f->flags & F_WRITING) && start_writing(f)) return 0;
  if (!f->buffer) return drain(f, p, n) ? 0 : n;
  if (n > (size_t)(f->end - f->position)) {
    if (__flush_buffer(f)) return 0;
    if (n >= f->size) return drain(f, p, n) ? 0 : n;
  }
  memcpy(f->position, p, n);
  f->position += n;
  if (f->flags & F_LINE) {
    unsigned char *newline = memrchr(p, '\n', n);
    if (newline && __flush_buffer(f)) return 0;
  }
  return n;
}

int __fill(FILE *f) {
  if (f->pushed) {
    unsigned char c = *f->pushed++;
    if (f->pushed == f->unget + UNGET) f->pushed = 0;
    return c;
  }
  if (f->flags & F_READING && f->position < f->end) return *f->position++;
  if (!(f->flags & F_CAN_READ)) {
    f->flags |= F_ERROR;
    errno = EBADF;
    return EOF;
  }
  if (f->flags & F_EOF) return EOF;
  if (f->flags & F_WRITING) {
    if (__flush_buffer(f)) return EOF;
    f->flags &= ~(unsigned)F_WRITING;
  }
  /* A terminal's output appears before the program waits for input (C17 7.21.3p3). */
  if (f == stdin && stdout->flags & F_LINE) __flush_buffer(stdout);
  give_buffer(f);
  f->flags |= F_READING;
  unsigned char one;
  unsigned char *where = f->buffer ? f->buffer : &one;
  ssize_t n = f->read(f, where, f->buffer ? f->size : 1);
  f->position = f->end = where;
  if (n <= 0) {
    f->flags |= n < 0 ? F_ERROR : F_EOF;
    f->position = f->end = 0;
    return EOF;
  }
  if (!f->buffer) {
    f->position = f->end = 0;
    return one;
  }
  f->end = f->buffer + n;
  return *f->position++;
}

int fflush(FILE *f) {
  if (!f) {
    int r = 0;
    __acquire(&__open_files_lock);
    for (FILE *g = __open_files; g; g = g->next) {
      if (!(g->flags & F_WRITING)) continue; /* another thread may be waiting for input in it */
      LOCKED(g);
      r |= __flush_buffer(g);
    }
    __release(&__open_files_lock);
    return r;
  }
  LOCKED(f);
  if (f->flags & F_READING) {
    /* POSIX: an input stream's descriptor moves back to what was really read. */
    if (f->position < f->end && f->seek(f, f->position - f->end, SEEK_CUR) >= 0) f->position = f->end;
    return 0;
  }
  return __flush_buffer(f);
}

void __flush_all(void) {
  fflush(0);
}

int fclose(FILE *f) {
  int r = fflush(f);
  __unlink_file(f);                 /* first: fflush(0) holds the list while it waits for streams */
  if (__threaded) __lock_stream(f); /* nobody else may be in it; the lock goes with it */
  if (f->close && f->close(f) < 0) r = EOF;
  if (f->flags & F_OWN_BUFFER) free(f->buffer);
  if (f->flags & F_STATIC) {
    f->flags = F_STATIC;
    f->fd = -1;
    f->buffer = 0;
    if (__threaded) __unlock_stream(f);
  } else {
    free(f);
  }
  return r ? EOF : 0;
}

int setvbuf(FILE *restrict f, char *restrict buffer, int mode, size_t size) {
  if ((unsigned)mode > _IONBF) return -1;
  LOCKED(f);
  if (f->flags & F_WRITING) __flush_buffer(f);
  f->flags &= ~(unsigned)(F_LINE | F_UNBUFFERED | F_WRITING | F_CHECK_TTY);
  if (mode == _IONBF) {
    f->flags |= F_UNBUFFERED;
    if (!(f->flags & F_READING)) {
      if (f->flags & F_OWN_BUFFER) free(f->buffer);
      f->flags &= ~(unsigned)F_OWN_BUFFER;
      f->buffer = 0;
      f->size = 0;
    }
    return 0;
  }
  if (mode == _IOLBF) f->flags |= F_LINE;
  if (buffer && size && !(f->flags & F_READING)) {
    if (f->flags & F_OWN_BUFFER) free(f->buffer);
    f->flags &= ~(unsigned)F_OWN_BUFFER;
    f->buffer = (unsigned char *)buffer;
    f->size = size;
  }
  return 0;
}

void setbuf(FILE *restrict f, char *restrict buffer) {
  setvbuf(f, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

void setbuffer(FILE *f, char *buffer, size_t size) {
  setvbuf(f, buffer, buffer ? _IOFBF : _IONBF, size);
}

void setlinebuf(FILE *f) {
  setvbuf(f, 0, _IOLBF, 0);
}

int fseeko(FILE *f, off_t offset, int whence) {
  LOCKED(f);
  if (f->flags & F_WRITING) {
    if (__flush_buffer(f)) return -1;
    f->flags &= ~(unsigned)F_WRITING;
  }
  if (f->flags & F_READING) {
    if (whence == SEEK_CUR) {
      offset -= f->end - f->position;
      if (f->pushed) offset -= f->unget + UNGET - f->pushed;
    }
    f->flags &= ~(unsigned)F_READING;
  }
  f->position = f->end = 0;
  f->pushed = 0;
  if (f->seek(f, offset, whence) < 0) return -1;
  f->flags &= ~(unsigned)F_EOF;
  return 0;
}

off_t ftello(FILE *f) {
  LOCKED(f);
  off_t at = f->seek(f, 0, f->flags & F_APPENDING && f->flags & F_WRITING ? SEEK_END : SEEK_CUR);
  if (at < 0) return -1;
  if (f->flags & F_READING) {
    at -= f->end - f->position;
    if (f->pushed) at -= f->unget + UNGET - f->pushed;
  } else if (f->flags & F_WRITING && f->buffer) {
    at += f->position - f->buffer;
  }
  return at;
}

int fseek(FILE *f, long offset, int whence) {
  return fseeko(f, offset, whence);
}

long ftell(FILE *f) {
  return (long)ftello(f);
}

void rewind(FILE *f) {
  fseeko(f, 0, SEEK_SET);
  f->flags &= ~(unsigned)F_ERROR;
}

int fgetpos(FILE *restrict f, fpos_t *restrict position) {
  off_t at = ftello(f);
  if (at < 0) return -1;
  position->__pos = at;
  return 0;
}

int fsetpos(FILE *f, const fpos_t *position) {
  return fseeko(f, position->__pos, SEEK_SET);
}

void clearerr(FILE *f) {
  f->flags &= ~(unsigned)(F_EOF | F_ERROR);
}

int feof(FILE *f) {
  return (f->flags & F_EOF) != 0;
}

int ferror(FILE *f) {
  return (f->flags & F_ERROR) != 0;
}

int fileno(FILE *f) {
  if (f->fd < 0) errno = EBADF;
  return f->fd;
}

void flockfile(FILE *f) {
  __lock_stream(f);
}

int ftrylockfile(FILE *f) {
  int free = 0;
  if (__atomic_load_n(&f->owner, __ATOMIC_RELAXED) != self()) {
    if (!__atomic_compare_exchange_n(&f->lock, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return -1;
    __atomic_store_n(&f->owner, self(), __ATOMIC_RELAXED);
  } else {
    f->depth++;
  }
  return 0;
}

void funlockfile(FILE *f) {
  __unlock_stream(f);
}
