# a loop: wrong at first and at the end
# options: --predictor=bimodal
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 4 IF ID flushed
#= 5 IF flushed
#= 6 IF ID EX ME WB
#= 7 IF ID EX ME WB
#= 8 IF ID EX ME WB
#= 9 IF ID EX ME WB
#= 10 IF ID flushed
#= 11 IF flushed
#= 12 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
#f 2 a0 EX/MEM EX 5
#f 4 a0 EX/MEM EX 9
#f 5 a0 MEM/WB EX 10
#f 6 a0 EX/MEM EX 11
# cycles: 16
# predictor: 2 of 3
	.option norvc
	li a0,3
1:
	addi a0,a0,-1
	bnez a0,1b
	li a1,1
