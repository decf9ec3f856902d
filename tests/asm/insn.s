# Instructions by their fields, relocation operators everywhere, odd operand spellings.
	.insn r 0x33, 0, 0, a0, a1, a2
	.insn r OP, 7, 1, a0, a1, a2
	.insn r4 MADD, 0, 1, fa0, fa1, fa2, fa3
	.insn i OP_IMM, 0, a0, a1, -5
	.insn i LOAD, 2, a0, 8(a1)
	.insn i 0x13, 0, a0, a1, %lo(x)
	.insn s STORE, 2, a0, 4(a1)
	.insn sb BRANCH, 0, a0, a1, l
	.insn b 0x63, 1, a0, a1, l
	.insn u LUI, a0, 0x12345
	.insn u 0x37, a0, %hi(x)
	.insn uj JAL, ra, l
	.insn j 0x6f, zero, l
	.insn cr C2, 8, a0, a1
	.insn ci C1, 2, a0, 5
	.insn ciw C0, 0, a0, 4
	.insn cb C1, 6, a0, l
	.insn cj C1, 5, l
	.insn 0x00000013
	.insn 4, 0x00000013
	.insn 0x0001
l:	lw	a0, (a1)
	lw	a0, %lo(x + 4) (a1)
	sd	a0, -8 ( sp )
	amoswap.w.aqrl a0, a1, (a2)
	lr.d	a0, 0(a1)
	fcvt.w.d a0, fa0, rtz
	fadd.d	fa0, fa1, fa2, dyn
	fmadd.s	f0, f1, f2, f31, rne
	fence	rw, w
	fence	iorw,iorw
	fence.tso
	csrrw	zero, fcsr, a0
	csrw	0x305, 31
	csrsi	mstatus, 8
	rdcycle	a0
	jalr	ra, %lo(x)(a0)
	jr	8(a0)
	beq	x0, x5, 1f
1:	add	a0, a0, 4*4 + (1 << 2) - 'a' + 97
	andi	a0, a0, ~0xf
	li	a0, (1 << 40) | 5
	li	a1, -0x80000000
	lui	a0, 0xfffff
	addiw	a0, a0, 0
	sext.w	a0, a1
	not	a0, a1
	seqz	a0, a1
	fmv.s	fa0, fa1
	fabs.d	fa0, fa1
	nop; nop ; ret
