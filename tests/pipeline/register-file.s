# a result three instructions old is written and read in one cycle
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 4 IF ID EX ME WB
# cycles: 8
	.option norvc
	li a0,1
	nop
	nop
	addi a1,a0,1
