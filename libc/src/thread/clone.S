# int __clone_thread(long flags, void *stack, int *parent_tid, void *tls, int *child_tid)
# The new thread finds a function and its argument on its stack and never returns from it.
# void __unmap_and_exit(void *mapping, size_t size): ends a thread that stands on the mapping.

#if __riscv_xlen == 64
#define LOAD ld
#define WORD 8
#else
#define LOAD lw
#define WORD 4
#endif

  .text
  .align 1
  .globl __clone_thread
  .hidden __clone_thread
  .type __clone_thread, @function
__clone_thread:
  li a7, 220
  ecall
  bnez a0, 1f
  LOAD t0, 0(sp)
  LOAD a0, WORD(sp)
  li s0, 0
  li ra, 0
  jr t0
1:
  ret
  .size __clone_thread, .-__clone_thread

  .globl __unmap_and_exit
  .hidden __unmap_and_exit
  .type __unmap_and_exit, @function
__unmap_and_exit:
  li a7, 215
  ecall
  li a0, 0
  li a7, 93
  ecall
  .size __unmap_and_exit, .-__unmap_and_exit
  .section .note.GNU-stack,"",@progbits
