# a multiplication of three cycles keeps EX
# options: --mul=3
#= 1 IF ID EX ME WB
#= 2 IF ID EX EX EX ME WB
#= 3 IF ID -- -- EX ME WB
#= 4 IF -- -- ID EX ME WB
#f 1 a0 EX/MEM EX 4
#f 2 a1 EX/MEM EX 7
# cycles: 10
	.option norvc
	li a0,2
	mul a1,a0,a0
	addi a2,a1,1
	li a3,1
