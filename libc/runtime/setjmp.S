# __builtin_setjmp and non-local goto: the callee-saved registers, stored and loaded.
# int __ferry_setjmp(void *buffer); void __ferry_longjmp(void *buffer, int value);

#if __riscv_xlen == 64
#define STORE sd
#define LOAD ld
#define WORD 8
#else
#define STORE sw
#define LOAD lw
#define WORD 4
#endif

#if __riscv_flen == 64
#define FSTORE fsd
#define FLOAD fld
#define FWORD 8
#elif __riscv_flen == 32
#define FSTORE fsw
#define FLOAD flw
#define FWORD 4
#endif

#define FLOATS (14 * WORD)

  .text
  .align 1
  .globl __ferry_setjmp
  .hidden __ferry_setjmp
  .type __ferry_setjmp, @function
__ferry_setjmp:
  STORE ra, 0*WORD(a0)
  STORE sp, 1*WORD(a0)
  STORE s0, 2*WORD(a0)
  STORE s1, 3*WORD(a0)
  STORE s2, 4*WORD(a0)
  STORE s3, 5*WORD(a0)
  STORE s4, 6*WORD(a0)
  STORE s5, 7*WORD(a0)
  STORE s6, 8*WORD(a0)
  STORE s7, 9*WORD(a0)
  STORE s8, 10*WORD(a0)
  STORE s9, 11*WORD(a0)
  STORE s10, 12*WORD(a0)
  STORE s11, 13*WORD(a0)
#ifdef FSTORE
  FSTORE fs0, FLOATS+0*FWORD(a0)
  FSTORE fs1, FLOATS+1*FWORD(a0)
  FSTORE fs2, FLOATS+2*FWORD(a0)
  FSTORE fs3, FLOATS+3*FWORD(a0)
  FSTORE fs4, FLOATS+4*FWORD(a0)
  FSTORE fs5, FLOATS+5*FWORD(a0)
  FSTORE fs6, FLOATS+6*FWORD(a0)
  FSTORE fs7, FLOATS+7*FWORD(a0)
  FSTORE fs8, FLOATS+8*FWORD(a0)
  FSTORE fs9, FLOATS+9*FWORD(a0)
  FSTORE fs10, FLOATS+10*FWORD(a0)
  FSTORE fs11, FLOATS+11*FWORD(a0)
#endif
  li a0, 0
  ret
  .size __ferry_setjmp, .-__ferry_setjmp

  .align 1
  .globl __ferry_longjmp
  .hidden __ferry_longjmp
  .type __ferry_longjmp, @function
__ferry_longjmp:
  LOAD ra, 0*WORD(a0)
  LOAD sp, 1*WORD(a0)
  LOAD s0, 2*WORD(a0)
  LOAD s1, 3*WORD(a0)
  LOAD s2, 4*WORD(a0)
  LOAD s3, 5*WORD(a0)
  LOAD s4, 6*WORD(a0)
  LOAD s5, 7*WORD(a0)
  LOAD s6, 8*WORD(a0)
  LOAD s7, 9*WORD(a0)
  LOAD s8, 10*WORD(a0)
  LOAD s9, 11*WORD(a0)
  LOAD s10, 12*WORD(a0)
  LOAD s11, 13*WORD(a0)
#ifdef FLOAD
  FLOAD fs0, FLOATS+0*FWORD(a0)
  FLOAD fs1, FLOATS+1*FWORD(a0)
  FLOAD fs2, FLOATS+2*FWORD(a0)
  FLOAD fs3, FLOATS+3*FWORD(a0)
  FLOAD fs4, FLOATS+4*FWORD(a0)
  FLOAD fs5, FLOATS+5*FWORD(a0)
  FLOAD fs6, FLOATS+6*FWORD(a0)
  FLOAD fs7, FLOATS+7*FWORD(a0)
  FLOAD fs8, FLOATS+8*FWORD(a0)
  FLOAD fs9, FLOATS+9*FWORD(a0)
  FLOAD fs10, FLOATS+10*FWORD(a0)
  FLOAD fs11, FLOATS+11*FWORD(a0)
#endif
  mv a0, a1
  ret
  .size __ferry_longjmp, .-__ferry_longjmp
  .section .note.GNU-stack,"",@progbits
