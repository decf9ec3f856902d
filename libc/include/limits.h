/* POSIX' additions; the compiler's own <limits.h> has C's and includes this one. */
#ifndef _FERRY_LIMITS_H
#define _FERRY_LIMITS_H
#include <features.h>
#define MB_LEN_MAX 4
#ifdef __FERRY_POSIX
#define PATH_MAX 4096
#define NAME_MAX 255
#define PIPE_BUF 4096
#define IOV_MAX 1024
#define ARG_MAX 131072
#define PAGESIZE 4096
#define PAGE_SIZE 4096
#define LINE_MAX 4096
#define HOST_NAME_MAX 255
#define LOGIN_NAME_MAX 256
#define TTY_NAME_MAX 32
#define NGROUPS_MAX 65536
#define SYMLOOP_MAX 40
#define RE_DUP_MAX 255
#define _POSIX_PATH_MAX 256
#define _POSIX_ARG_MAX 4096
#define _POSIX_OPEN_MAX 20
#define _POSIX_NAME_MAX 14
#define _POSIX2_LINE_MAX 2048
#define NL_ARGMAX 9
#define SSIZE_MAX __PTRDIFF_MAX__
#if __SIZEOF_LONG__ == 8
#define LONG_BIT 64
#else
#define LONG_BIT 32
#endif
#define WORD_BIT 32
#endif
#endif
