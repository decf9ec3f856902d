# Many errors in one run, each with its place.
	addi a0, a0, 5000
	frob a0
	lw a0
	.word (1
	.section
1:	beq a0, 2b
	li a0, undefined
	.if 1
	.foo
# 100 "other.h"
	add a0, a0
	.align 3, 0, 0, 0
	fadd.q fa0, fa0, fa0
	.option nonsense
x:	nop
x:	nop
	.set y, y + 1
	.word y
	.set z, .Lp - .Lq
	.symver z, z@V1
	.endm
	csrr a0, nosuch
	.cfi_offset 1, 2
	.loc 5 1 1
