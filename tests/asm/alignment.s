	lui a0,%hi(x+0x12345)
	addi a0,a0,%lo(x+5)
	lw a0,%lo(x+5)(a0)
	sw a0,%lo(x+5)(a0)
	sw a0,%lo(x+0x12345)(a0)
1:	auipc a0,%pcrel_hi(x+5)
	sw a0,%pcrel_lo(1b+4)(a0)
	fsw fa0,%lo(x+5)(a0)
	lw a0,%tprel_lo(x+5)(a0)
	sw a0,%tprel_lo(x+5)(a0)
	lw a0,x+5
	sw a0,x+5,t0
	.align 4
	nop
	.section .t2,"ax"
	.align 4
	nop
	.option norelax
	.section .t3,"ax"
	.align 4
	nop
	.section .t4,"ax"
	.align 4
	nop
	.byte 1
	.section .t5,"ax"
	nop
	.align 4
	.byte 1
	.align 3
	nop
	.option relax
	.section .t6,"ax"
	.byte 1
	.align 4
	nop
	.section .t7,"ax"
	.balign 4,0
	nop
	.align 1
	.section .rodata
	.byte 1
	.align 4
	.byte 2
	.section .str,"aMS",@progbits,1
	.align 3
	.string "abc"
	.section .foo,"a"
	.align 3
	.byte 1
	.section .data
	.align 3
	.byte 1
