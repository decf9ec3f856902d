# a result two instructions old comes from MEM/WB
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#f 2 a0 MEM/WB EX 5
# cycles: 7
	.option norvc
	li a0,1
	li a1,2
	addi a2,a0,1
