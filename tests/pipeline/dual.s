# two pairs
# options: --model=dual
#= 1 IF ID EX ME WB
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 2 IF ID EX ME WB
#f 2 a0 EX/MEM EX 4
#f 2 a1 EX/MEM EX 4
# cycles: 6
	.option norvc
	li a0,1
	li a1,2
	add a2,a0,a1
	li a3,3
