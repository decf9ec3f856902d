# a control register is read in EX
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 6
	.option norvc
	frflags a0
	addi a1,a0,1
