# a loaded value is there one cycle too late
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#f 1 a0 MEM/WB EX 5
# cycles: 7
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
