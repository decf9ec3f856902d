#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H
#include <bits/timeval.h>
#define FD_SETSIZE 1024
typedef struct {
  unsigned long fds_bits[FD_SETSIZE / 8 / sizeof(long)];
} fd_set;
#define __FDW(d) ((d) / (8 * sizeof(long)))
#define __FDB(d) (1UL << ((d) % (8 * sizeof(long))))
#define FD_ZERO(s) __builtin_memset((s), 0, sizeof(fd_set))
#define FD_SET(d, s) ((s)->fds_bits[__FDW(d)] |= __FDB(d))
#define FD_CLR(d, s) ((s)->fds_bits[__FDW(d)] &= ~__FDB(d))
#define FD_ISSET(d, s) (!!((s)->fds_bits[__FDW(d)] & __FDB(d)))
#define NFDBITS (8 * (int)sizeof(long))
#include <bits/sigset.h>
int pselect(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict,
            const struct timespec *__restrict, const sigset_t *__restrict);
int select(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict, struct timeval *__restrict);
#endif
