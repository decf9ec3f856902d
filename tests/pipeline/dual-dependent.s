# a pair whose second needs the first
# options: --model=dual
#= 1 IF ID EX ME WB
#= 1 IF ID -- EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 6
	.option norvc
	li a0,1
	addi a1,a0,1
