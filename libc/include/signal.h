#ifndef _SIGNAL_H
#define _SIGNAL_H
#include <features.h>
#include <sys/types.h>
#include <bits/pthread_types.h>
typedef int sig_atomic_t;
typedef void (*__sighandler_t)(int);
#define SIG_DFL ((__sighandler_t)0)
#define SIG_IGN ((__sighandler_t)1)
#define SIG_ERR ((__sighandler_t)-1)
#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGIOT 6
#define SIGBUS 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGSTKFLT 16
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTOP 19
#define SIGTSTP 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGURG 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGIO 29
#define SIGPOLL 29
#define SIGCLD SIGCHLD
#define SIGPWR 30
#define SIGSYS 31
#define NSIG 65
#define _NSIG 65
/* The first two real-time signals are for threads. */
#define SIGRTMIN 34
#define SIGRTMAX 64
__sighandler_t signal(int, __sighandler_t);
int raise(int);
#ifdef __FERRY_POSIX
typedef __sighandler_t sighandler_t;
#include <bits/sigset.h>
union sigval {
  int sival_int;
  void *sival_ptr;
};
typedef struct {
  int si_signo, si_errno, si_code;
  union {
    char __pad[128 - 4 * sizeof(int)];
    struct {
      pid_t si_pid;
      uid_t si_uid;
      union sigval si_value;
    } __rt;
    struct {
      pid_t si_pid;
      uid_t si_uid;
      int si_status;
    } __child;
    struct {
      pid_t si_pid;
      uid_t si_uid;
      int si_status;
      clock_t si_utime, si_stime;
    } __times;
    struct {
      int si_tid, si_overrun;
      union sigval si_value;
    } __timer;
    struct {
      void *si_addr;
      short si_addr_lsb;
    } __fault;
    struct {
      long si_band;
      int si_fd;
    } __poll;
  } __u;
} siginfo_t;
#define si_pid __u.__rt.si_pid
#define si_uid __u.__rt.si_uid
#define si_value __u.__rt.si_value
#define si_status __u.__child.si_status
#define si_addr __u.__fault.si_addr
#define si_addr_lsb __u.__fault.si_addr_lsb
#define si_utime __u.__times.si_utime
#define si_stime __u.__times.si_stime
#define si_int si_value.sival_int
#define si_ptr si_value.sival_ptr
#define si_timerid __u.__timer.si_tid
#define si_overrun __u.__timer.si_overrun
#define si_band __u.__poll.si_band
#define si_fd __u.__poll.si_fd
struct sigevent {
  union sigval sigev_value;
  int sigev_signo, sigev_notify;
  union {
    int __tid;
    struct {
      void (*function)(union sigval);
      void *attributes;
    } __call;
    char __pad[48];
  } __u;
};
#define sigev_notify_function __u.__call.function
#define sigev_notify_attributes __u.__call.attributes
#define SIGEV_SIGNAL 0
#define SIGEV_NONE 1
#define SIGEV_THREAD 2
struct sigaction {
  union {
    __sighandler_t sa_handler;
    void (*sa_sigaction)(int, siginfo_t *, void *);
  } __handler;
  sigset_t sa_mask;
  int sa_flags;
  void (*sa_restorer)(void);
};
#define sa_handler __handler.sa_handler
#define sa_sigaction __handler.sa_sigaction
#define SA_NOCLDSTOP 1
#define SA_NOCLDWAIT 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000
#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2
#define SA_NOMASK SA_NODEFER
#define SA_ONESHOT SA_RESETHAND
#define SA_INTERRUPT 0x20000000
#define SI_USER 0
#define SI_KERNEL 0x80
#define SI_QUEUE (-1)
#define SI_TIMER (-2)
#define SI_MESGQ (-3)
#define SI_ASYNCIO (-4)
#define SI_SIGIO (-5)
#define SI_TKILL (-6)
#define ILL_ILLOPC 1
#define ILL_ILLOPN 2
#define ILL_ILLADR 3
#define ILL_ILLTRP 4
#define ILL_PRVOPC 5
#define ILL_PRVREG 6
#define ILL_COPROC 7
#define ILL_BADSTK 8
#define FPE_INTDIV 1
#define FPE_INTOVF 2
#define FPE_FLTDIV 3
#define FPE_FLTOVF 4
#define FPE_FLTUND 5
#define FPE_FLTRES 6
#define FPE_FLTINV 7
#define FPE_FLTSUB 8
#define SEGV_MAPERR 1
#define SEGV_ACCERR 2
#define BUS_ADRALN 1
#define BUS_ADRERR 2
#define BUS_OBJERR 3
#define TRAP_BRKPT 1
#define TRAP_TRACE 2
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_TRAPPED 4
#define CLD_STOPPED 5
#define CLD_CONTINUED 6
#define POLL_IN 1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6
typedef struct {
  void *ss_sp;
  int ss_flags;
  size_t ss_size;
} stack_t;
#define SS_ONSTACK 1
#define SS_DISABLE 2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192
int kill(pid_t, int);
int sigaction(int, const struct sigaction *__restrict, struct sigaction *__restrict);
int sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int sigemptyset(sigset_t *);
int sigfillset(sigset_t *);
int sigaddset(sigset_t *, int);
int sigdelset(sigset_t *, int);
int sigismember(const sigset_t *, int);
int sigpending(sigset_t *);
int sigsuspend(const sigset_t *);
int sigaltstack(const stack_t *__restrict, stack_t *__restrict);
char *strsignal(int);
int killpg(pid_t, int);
int sigwait(const sigset_t *__restrict, int *__restrict);
int sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);
int sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict,
                 const struct timespec *__restrict);
int sigqueue(pid_t, int, union sigval);
int siginterrupt(int, int);
void psignal(int, const char *);
void psiginfo(const siginfo_t *, const char *);
int pthread_kill(pthread_t, int);
int pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
#ifdef _DEFAULT_SOURCE
#define sigmask(sig) (1 << ((sig)-1))
int sigblock(int);
int sigsetmask(int);
int siggetmask(void);
#endif
#endif
#endif
