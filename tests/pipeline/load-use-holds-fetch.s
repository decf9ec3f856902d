# what stands behind a load-use stall waits in IF
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#= 3 IF -- ID EX ME WB
#= 5 IF ID EX ME WB
#f 1 a0 MEM/WB EX 5
# cycles: 9
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
	li a2,1
	li a3,2
