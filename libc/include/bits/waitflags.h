/* What <stdlib.h> and <sys/wait.h> both define (POSIX): options of waitpid, parts of a status. */
#ifndef _BITS_WAITFLAGS_H
#define _BITS_WAITFLAGS_H
#define WNOHANG 1
#define WUNTRACED 2
#define WEXITSTATUS(s) (((s) & 0xff00) >> 8)
#define WTERMSIG(s) ((s) & 0x7f)
#define WSTOPSIG(s) WEXITSTATUS(s)
#define WIFEXITED(s) (!WTERMSIG(s))
#define WIFSIGNALED(s) (((s) & 0xffff) - 1U < 0xffu)
#define WIFSTOPPED(s) (((s) & 0xff) == 0x7f)
#define WIFCONTINUED(s) ((s) == 0xffff)
#ifdef _DEFAULT_SOURCE
#define WCOREDUMP(s) ((s) & 0x80)
#endif
#endif
