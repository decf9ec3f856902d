#ifndef _SETJMP_H
#define _SETJMP_H
#include <features.h>
/* ra, sp, s0-s11 and fs0-fs11. */
typedef struct __jmp_buf_tag {
  unsigned long __int_regs[14];
  unsigned long long __float_regs[12];
  unsigned long __mask_saved;
  unsigned long __mask[16];
} jmp_buf[1];
int setjmp(jmp_buf) __attribute__((__returns_twice__));
_Noreturn void longjmp(jmp_buf, int);
#define setjmp setjmp
#ifdef __FERRY_POSIX
typedef jmp_buf sigjmp_buf;
int _setjmp(jmp_buf) __attribute__((__returns_twice__));
_Noreturn void _longjmp(jmp_buf, int);
int sigsetjmp(sigjmp_buf, int) __attribute__((__returns_twice__));
_Noreturn void siglongjmp(sigjmp_buf, int);
#define sigsetjmp sigsetjmp
#endif
#endif
