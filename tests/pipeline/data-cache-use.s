# a miss in front of a use
# options: --dcache=64,1,16,3
#= 1 IF ID EX ME -- -- -- WB
#= 2 IF ID -- -- -- -- EX ME WB
#f 1 a0 MEM/WB EX 8
# cycles: 10
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
