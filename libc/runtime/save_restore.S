# Saving and restoring registers for -msave-restore, by the names and the frame that libgcc has (psABI, chapter on code size):
# __riscv_save_N, called with t0 as link, makes room for ra and s0 to s(N-1) and saves them; t1 is lost.
# __riscv_restore_N, jumped to, restores them and returns to who called the function.
# The frame is a multiple of 16 bytes: ra on top, s0 below it, and so on; so N and N+1 share a routine where N is even.

  .text

  .macro ROUTINE name
  .globl \name
  .hidden \name
  .type \name, @function
\name:
  .endm

# The longest frame is made, then what the routine does not need of it is given back: t1 bytes.

ROUTINE __riscv_save_12
  addi sp, sp, -112
  li t1, 0
  sd s11, 8(sp)
  j .Lsave_s10

ROUTINE __riscv_save_11
ROUTINE __riscv_save_10
  addi sp, sp, -112
  li t1, 16
.Lsave_s10:
  sd s10, 16(sp)
  sd s9, 24(sp)
  j .Lsave_s8

ROUTINE __riscv_save_9
ROUTINE __riscv_save_8
  addi sp, sp, -112
  li t1, 32
.Lsave_s8:
  sd s8, 32(sp)
  sd s7, 40(sp)
  j .Lsave_s6

ROUTINE __riscv_save_7
ROUTINE __riscv_save_6
  addi sp, sp, -112
  li t1, 48
.Lsave_s6:
  sd s6, 48(sp)
  sd s5, 56(sp)
  j .Lsave_s4

ROUTINE __riscv_save_5
ROUTINE __riscv_save_4
  addi sp, sp, -112
  li t1, 64
.Lsave_s4:
  sd s4, 64(sp)
  sd s3, 72(sp)
  sd s2, 80(sp)
  sd s1, 88(sp)
  sd s0, 96(sp)
  sd ra, 104(sp)
  add sp, sp, t1
  jr t0

ROUTINE __riscv_save_3
ROUTINE __riscv_save_2
  addi sp, sp, -32
  sd s2, 0(sp)
  sd s1, 8(sp)
  sd s0, 16(sp)
  sd ra, 24(sp)
  jr t0

ROUTINE __riscv_save_1
ROUTINE __riscv_save_0
  addi sp, sp, -16
  sd s0, 0(sp)
  sd ra, 8(sp)
  jr t0

ROUTINE __riscv_restore_12
  ld s11, 8(sp)
  addi sp, sp, 16
ROUTINE __riscv_restore_11
ROUTINE __riscv_restore_10
  ld s10, 0(sp)
  ld s9, 8(sp)
  addi sp, sp, 16
ROUTINE __riscv_restore_9
ROUTINE __riscv_restore_8
  ld s8, 0(sp)
  ld s7, 8(sp)
  addi sp, sp, 16
ROUTINE __riscv_restore_7
ROUTINE __riscv_restore_6
  ld s6, 0(sp)
  ld s5, 8(sp)
  addi sp, sp, 16
ROUTINE __riscv_restore_5
ROUTINE __riscv_restore_4
  ld s4, 0(sp)
  ld s3, 8(sp)
  addi sp, sp, 16
ROUTINE __riscv_restore_3
ROUTINE __riscv_restore_2
  ld s2, 0(sp)
  ld s1, 8(sp)
  ld s0, 16(sp)
  ld ra, 24(sp)
  addi sp, sp, 32
  ret

ROUTINE __riscv_restore_1
ROUTINE __riscv_restore_0
  ld s0, 0(sp)
  ld ra, 8(sp)
  addi sp, sp, 16
  ret
