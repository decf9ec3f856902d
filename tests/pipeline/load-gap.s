# one instruction between load and use hides the delay
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#f 2 a0 MEM/WB EX 5
# cycles: 7
	.option norvc
	lw a0,0(sp)
	li a1,1
	addi a2,a0,1
