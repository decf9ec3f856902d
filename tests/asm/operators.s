	.data
	.word 2 == 1 + 1
	.word 1 + 1 == 2
	.word 1 << 2 + 1
	.word 1 | 2 + 4
	.word 6 | 1 & 3
	.word 7 ! 2
	.word !5
	.word -8 >> 1
	.quad -8 >> 1
	.word 3 < 5 && 2
	.word 1 || 0 == 1
	.word 'a' + 1, 'b
	.word 0b101, 017, 0x1F
	.word 1 <> 2, 5 % 3, -5 / 2
	.text
	.cfi_startproc
	addi sp,sp,-16
	.cfi_def_cfa_offset 16
	beq a0,a1,1f
	call foo
1:	.cfi_offset 1,-8
	.rept 20
	addi a0,a0,1
	.endr
	.cfi_offset 8,-16
	call g
	.rept 70
	add a0,a1,a2
	.endr
	.cfi_restore 8
	ret
	.cfi_endproc
	.cfi_startproc
	ret
	.cfi_endproc
	.section .foo,"ax"
	lui a0,%hi(x)
	addi a0,a0,%lo(x)
	lw a0,%lo(x)(a0)
	sw a0,%lo(x+4)(a0)
	lui a0,%tprel_hi(x)
	add a0,a0,tp,%tprel_add(x)
	lw a0,%tprel_lo(x)(a0)
1:	auipc a0,%got_pcrel_hi(x)
	ld a0,%pcrel_lo(1b)(a0)
	.option pic
	la a0,x
	lui a0,%hi(0x12345)
	addi a0,a0,%lo(0x12345)
	la a0,0x12345
	la.tls.gd a0,y
	lw a0,x
	sw a0,x,t0
	flw fa0,x,t0
	tail x
	jump x,t2
	call t0,x
	jal x
	beq a0,a1,. + 8
	j .+4
	jal 0x100
	beqz a0, 0x200
	.word x
