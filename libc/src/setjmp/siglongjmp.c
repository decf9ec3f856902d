#include <setjmp.h>
#include <signal.h>

void siglongjmp(sigjmp_buf env, int value) {
  if (env->__mask_saved) sigprocmask(SIG_SETMASK, (const sigset_t *)env->__mask, 0);
  longjmp(env, value);
}
