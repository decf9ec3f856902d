# one instruction a cycle
# options: --model=single
#= 1 ALL
#= 2 ALL
#= 3 ALL
# cycles: 3
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
	li a2,1
