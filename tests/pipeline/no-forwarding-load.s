# a load is like any other then
# options: --forwarding=off
#= 1 IF ID EX ME WB
#= 2 IF ID -- -- EX ME WB
# cycles: 8
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
