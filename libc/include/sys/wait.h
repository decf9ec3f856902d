#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H
#include <signal.h>
#include <sys/types.h>
#include <bits/waitflags.h>
#include <signal.h>
#include <sys/resource.h>
#define WCOREFLAG 0x80
#define WCOREDUMP(s) ((s)&WCOREFLAG)
#define W_EXITCODE(status, sig) ((status) << 8 | (sig))
#define W_STOPCODE(sig) ((sig) << 8 | 0x7f)
#define WAIT_ANY (-1)
#define WAIT_MYPGRP 0
pid_t wait(int *);
pid_t waitpid(pid_t, int *, int);
#ifdef __FERRY_POSIX
typedef enum { P_ALL, P_PID, P_PGID, P_PIDFD } idtype_t;
int waitid(idtype_t, id_t, siginfo_t *, int);
#endif
#ifdef _DEFAULT_SOURCE
pid_t wait3(int *, int, struct rusage *);
pid_t wait4(pid_t, int *, int, struct rusage *);
#endif
#endif
