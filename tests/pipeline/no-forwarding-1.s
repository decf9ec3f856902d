# without forwarding the next instruction waits two cycles
# options: --forwarding=off
#= 1 IF ID EX ME WB
#= 2 IF ID -- -- EX ME WB
# cycles: 8
	.option norvc
	li a0,1
	addi a1,a0,1
