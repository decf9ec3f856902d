	.text
f:
	add a0,a1,a2
.La:
	add a0,a1,a2
g1:
	add a0,a1,a2
.Lb:
	nop
h1:
	call q
.Lc:
	nop
.Ld:
	.data
	.word .Lb-.La
	.word .Lc-.La
	.word .Ld-.Lc
	.word h1-g1
	.word .Lb-.La+4
	.word 2*(.Lb-.La)
	.equ foo, .Lb-.La
	.word foo
	.equ foo2, .Lc-.La
	.word foo2
	.half .Lc-.La
	.byte .Lc-.La
	.quad .Lc-.La
.Lda: .word 1
.Ldb: .word .Ldb-.Lda
	.word .Lb - .
	.word . - .Lda
	.text
	.word .Lb-.La
	.word .-.La
	.word .Ldb-.Lda
	.option norelax
n1:
	beq a0,a1,n1
	call n1
n2:
	.word n2-n1
	.align 3
	la a0, n1
