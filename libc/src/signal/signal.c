/* Signals over rt_sigaction and friends; the kernel's mask is 64 bits. */
#include <signal.h>
#include <string.h>
#include "../internal.h"

/* The kernel's structure has three members. QEMU (7.2) has one more before the mask, which it writes to the old action
 * before it reads the new one: the mask stands in both places, and there is room. */
struct kernel_sigaction {
  void (*handler)(int);
  unsigned long flags;
  unsigned long mask;
  unsigned long same_mask;
};

int sigaction(int sig, const struct sigaction *restrict action, struct sigaction *restrict old) {
  struct kernel_sigaction in, out;
  if (action) {
    in.handler = action->sa_handler;
    in.flags = (unsigned)action->sa_flags;
    in.mask = in.same_mask = action->sa_mask.__bits[0];
  }
  long r = SYSCALL4(SYS_rt_sigaction, sig, action ? &in : 0, old ? &out : 0, 8);
  if (r == 0 && old) {
    old->sa_handler = out.handler;
    old->sa_flags = (int)out.flags;
    memset(&old->sa_mask, 0, sizeof old->sa_mask);
    old->sa_mask.__bits[0] = out.mask;
  }
  return (int)__result(r);
}

__sighandler_t signal(int sig, __sighandler_t handler) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
  return sigaction(sig, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}

int raise(int sig) {
  return (int)__result(SYSCALL3(SYS_tgkill, SYSCALL0(SYS_getpid), SYSCALL0(SYS_gettid), sig));
}

int kill(pid_t pid, int sig) {
  return (int)__result(SYSCALL2(SYS_kill, pid, sig));
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
  return (int)__result(SYSCALL4(SYS_rt_sigprocmask, how, set, old, 8));
}

int sigpending(sigset_t *set) {
  return (int)__result(SYSCALL2(SYS_rt_sigpending, set, 8));
}

int sigsuspend(const sigset_t *set) {
  return (int)WAITING(SYSCALL2(SYS_rt_sigsuspend, set, 8));
}

int sigaltstack(const stack_t *restrict stack, stack_t *restrict old) {
  return (int)__result(SYSCALL2(SYS_sigaltstack, stack, old));
}

int sigemptyset(sigset_t *set) {
  memset(set, 0, sizeof *set);
  return 0;
}

int sigfillset(sigset_t *set) {
  memset(set, 0xff, sizeof *set);
  return 0;
}

static int change(sigset_t *set, int sig, int on) {
  if (sig < 1 || sig >= NSIG) {
    errno = EINVAL;
    return -1;
  }
  unsigned long bit = 1UL << (sig - 1);
  set->__bits[0] = on ? set->__bits[0] | bit : set->__bits[0] & ~bit;
  return 0;
}

int sigaddset(sigset_t *set, int sig) {
  return change(set, sig, 1);
}

int sigdelset(sigset_t *set, int sig) {
  return change(set, sig, 0);
}

int sigismember(const sigset_t *set, int sig) {
  return sig >= 1 && sig < NSIG && (set->__bits[0] >> (sig - 1) & 1);
}

int killpg(pid_t group, int sig) {
  if (group < 0) {
    errno = EINVAL;
    return -1;
  }
  return kill(-group, sig);
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info, const struct timespec *restrict t) {
  return (int)WAITING(SYSCALL4(SYS_rt_sigtimedwait, set, info, t, 8));
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info) {
  return sigtimedwait(set, info, 0);
}

/* Returns the error; a handler that ran in between does not end the wait. */
int sigwait(const sigset_t *restrict set, int *restrict sig) {
  int before = errno, r;
  do r = sigtimedwait(set, 0, 0);
  while (r < 0 && errno == EINTR);
  int error = errno;
  errno = before;
  if (r < 0) return error;
  *sig = r;
  return 0;
}

int sigqueue(pid_t pid, int sig, union sigval value) {
  siginfo_t info = {.si_signo = sig, .si_code = SI_QUEUE};
  info.si_pid = (pid_t)SYSCALL0(SYS_getpid);
  info.si_uid = (uid_t)SYSCALL0(SYS_getuid);
  info.si_value = value;
  return (int)__result(SYSCALL3(SYS_rt_sigqueueinfo, pid, sig, &info));
}

int siginterrupt(int sig, int interrupts) {
  struct sigaction action;
  if (sigaction(sig, 0, &action) < 0) return -1;
  action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
  return sigaction(sig, &action, 0);
}

/* BSD's masks of the first 32 signals. */
static int mask(int how, int set) {
  sigset_t in = {{(unsigned)set}}, old = {{0}};
  sigprocmask(how, &in, &old);
  return (int)old.__bits[0];
}
int sigblock(int set) {
  return mask(SIG_BLOCK, set);
}
int sigsetmask(int set) {
  return mask(SIG_SETMASK, set);
}
int siggetmask(void) {
  return mask(SIG_BLOCK, 0);
}
