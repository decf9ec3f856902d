/* The stream (C17 7.21.2): one buffer, used for reading or writing, and four operations. */
#ifndef FERRY_FILE_H
#define FERRY_FILE_H

#include <stdio.h>
#include <sys/types.h>
#include "../internal.h"

enum {
  F_CAN_READ = 1,
  F_CAN_WRITE = 2,
  F_EOF = 4,
  F_ERROR = 8,
  F_APPENDING = 16,
  F_OWN_BUFFER = 32,  /* allocated by us */
  F_LINE = 64,        /* line buffered */
  F_UNBUFFERED = 128,
  F_READING = 256,    /* the buffer holds input */
  F_WRITING = 512,    /* the buffer holds output */
  F_STATIC = 1024,    /* not allocated: the standard streams */
  F_CHECK_TTY = 2048  /* line buffered if the first write finds a terminal */
};

enum { UNGET = 8 };

struct __ferry_file {
  unsigned flags;
  int fd;
  unsigned char *buffer;
  size_t size;
  unsigned char *position, *end; /* reading: next and end of input; writing: next and limit */
  int wide;
  pid_t child; /* popen */
  int lock, owner, depth; /* of the thread that holds it, which may take it again */
  struct __ferry_file *next, *previous;
  void *cookie;
  ssize_t (*read)(FILE *, void *, size_t);
  ssize_t (*write)(FILE *, const void *, size_t);
  off_t (*seek)(FILE *, off_t, int);
  int (*close)(FILE *);
  unsigned char *pushed; /* where ungetc's bytes end: unget + UNGET when there are none */
  unsigned char unget[UNGET];
};

extern FILE *__open_files;
extern int __open_files_lock;

void __lock_stream(FILE *);
void __unlock_stream(FILE *);
static inline void __leave_stream(FILE **held) {
  if (*held) __unlock_stream(*held);
}
static inline FILE *__enter_stream(FILE *f) {
  if (!__threaded) return 0;
  __lock_stream(f);
  return f;
}
/* At the head of a function: the stream is its caller's until it returns (C17 7.21.2p7). */
#define LOCKED(f) \
  __attribute__((cleanup(__leave_stream))) FILE *held = __enter_stream(f)

int __fill(FILE *);                 /* next byte after refilling, or EOF */
int __flush_buffer(FILE *);         /* writes what is buffered; 0 or EOF */
size_t __write_bytes(FILE *, const unsigned char *, size_t);
int __parse_mode(const char *mode, int *open_flags); /* F_ flags, or -1 */
FILE *__new_file(void);
void __unlink_file(FILE *);
ssize_t __fd_read(FILE *, void *, size_t);
ssize_t __fd_write(FILE *, const void *, size_t);
off_t __fd_seek(FILE *, off_t, int);
int __fd_close(FILE *);

/* Where formatted output goes. */
struct __sink {
  void (*put)(struct __sink *, const char *, size_t);
  void *target;
  size_t room;
  int failed;
};
int __format_output(struct __sink *, const char *format, va_list);
int __scan_input(struct __scan *, const char *format, va_list);

#endif
