# each needs the result of the one before: from EX/MEM
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
#f 2 a1 EX/MEM EX 5
# cycles: 7
	.option norvc
	li a0,1
	addi a1,a0,1
	addi a2,a1,1
