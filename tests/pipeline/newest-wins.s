# of two results for a register the newer one is forwarded
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
#f 2 a0 EX/MEM EX 5
# cycles: 7
	.option norvc
	li a0,1
	addi a0,a0,1
	addi a0,a0,1
