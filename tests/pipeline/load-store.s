# a store needs its data in EX
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#f 1 a0 MEM/WB EX 5
# cycles: 7
	.option norvc
	lw a0,0(sp)
	sw a0,8(sp)
