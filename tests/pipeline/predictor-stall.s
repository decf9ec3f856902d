# without a guess every branch costs two
# options: --predictor=stall
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 5 IF ID EX ME WB
#= 6 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 10
	.option norvc
	li a0,0
	bnez a0,1f
	li a1,1
1:
	li a2,2
