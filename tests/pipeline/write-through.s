# a store that misses goes through the write buffer
# options: --dcache=64,1,16,6,through
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
# cycles: 6
	.option norvc
	sw zero,0(sp)
	li a0,1
