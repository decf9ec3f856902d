	.option nopic
	.text
	.globl f
	.type f,@function
f:
.L0:
	lw a0, 0(a1)
	beqz a0, .L1
	call g
	la a0, x
	lla a0, .L0
	la.tls.ie a0, y
	j .L0
	.align 3
.L1:
	ret
	li a0, 0x123456789
	.size f, .-f
	.data
x: .quad f
	.word .L1-.L0
	.uleb128 5
	.word y-.
	.align 4
	.word 5
	.section .text.foo,"ax",@progbits
	beq a0,a1,.L0
	jal g
	add a0,a0,a1
