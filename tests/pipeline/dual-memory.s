# one memory access at a time
# options: --model=dual
#= 1 IF ID EX ME WB
#= 1 IF ID -- EX ME WB
# cycles: 6
	.option norvc
	lw a0,0(sp)
	lw a1,8(sp)
