/* File names by pattern (POSIX), with GNU's braces and tildes. */
#ifndef _GLOB_H
#define _GLOB_H
#include <features.h>
#include <sys/types.h>
#define GLOB_ERR 1
#define GLOB_MARK 2
#define GLOB_NOSORT 4
#define GLOB_DOOFFS 8
#define GLOB_NOCHECK 16
#define GLOB_APPEND 32
#define GLOB_NOESCAPE 64
#define GLOB_NOSPACE 1
#define GLOB_ABORTED 2
#define GLOB_NOMATCH 3
#define GLOB_NOSYS 4
#ifdef _DEFAULT_SOURCE
#define GLOB_PERIOD 128
#define GLOB_MAGCHAR 256
#define GLOB_ALTDIRFUNC 512
#define GLOB_BRACE 1024
#define GLOB_NOMAGIC 2048
#define GLOB_TILDE 4096
#define GLOB_ONLYDIR 8192
#define GLOB_TILDE_CHECK 16384
#endif
struct stat;
struct dirent;
typedef struct {
  size_t gl_pathc;
  char **gl_pathv;
  size_t gl_offs;
  int gl_flags;
  /* Instead of the library's own, if GLOB_ALTDIRFUNC is given. */
  void (*gl_closedir)(void *);
  struct dirent *(*gl_readdir)(void *);
  void *(*gl_opendir)(const char *);
  int (*gl_lstat)(const char *__restrict, struct stat *__restrict);
  int (*gl_stat)(const char *__restrict, struct stat *__restrict);
} glob_t;
int glob(const char *__restrict, int, int (*)(const char *, int), glob_t *__restrict);
void globfree(glob_t *);
#ifdef _DEFAULT_SOURCE
int glob_pattern_p(const char *, int);
#endif
#endif
