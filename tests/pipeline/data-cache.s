# a miss, then a hit in the same line
# options: --dcache=64,1,16,6
#= 1 IF ID EX ME -- -- -- -- -- -- WB
#= 2 IF ID EX -- -- -- -- -- -- ME WB
#= 3 IF ID -- -- -- -- -- -- EX ME WB
# cycles: 13
	.option norvc
	lw a0,0(sp)
	lw a1,4(sp)
	li a2,1
