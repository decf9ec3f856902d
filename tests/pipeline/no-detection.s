# nothing waits: the hazard is counted
# options: --hazard-detection=off
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
# cycles: 6
# hazards: 1
	.option norvc
	lw a0,0(sp)
	addi a1,a0,1
