# a branch that is not taken costs nothing
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 4 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 8
	.option norvc
	li a0,0
	bnez a0,1f
	li a1,1
1:
	li a2,2
