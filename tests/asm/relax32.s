# march: rv32imac
# Branches of every length on RV32, whose c.jal is a call.
near:	nop
	beqz a0, near
	bnez s1, near
	beqz t0, near
	jal near
	j near
	beqz a0, middle
	beqz a0, far
	blt a0, a1, far
	jal far
	j far
	.rept 120
	add a0, a0, a1
	.endr
	.zero 300
middle:	nop
	.zero 10000
far:	nop
	j near
	beqz a0, near
	bltu a0, a1, near
	la a0, 0x12345678
	li a1, 0xffffffff
	li a2, 0x80000800
