/* Signals over rt_sigaction and friends; the kernel's mask is 64 bits. */
#include <signal.h>
#include <string.h>
#include "../internal.h"

struct kernel_sigaction {
  void (*handler)(int);
  unsigned long flags;
  unsigned long mask;
};

int sigaction(int sig, const struct sigaction *restrict action, struct sigaction *restrict old) {
  struct kernel_sigaction in, out;
  if (action) {
    in.handler = action->sa_handler;
    in.flags = (unsigned)action->sa_flags;
    in.mask = action->sa_mask.__bits[0];
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
