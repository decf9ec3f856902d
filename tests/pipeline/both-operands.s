# one operand from EX/MEM, the other from MEM/WB
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#f 2 a0 MEM/WB EX 5
#f 2 a1 EX/MEM EX 5
# cycles: 7
	.option norvc
	li a0,1
	li a1,2
	add a2,a0,a1
