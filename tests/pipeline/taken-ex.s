# a taken branch that is decided in EX costs two
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID flushed
#= 4 IF flushed
#= 5 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 9
	.option norvc
	li a0,1
	bnez a0,1f
	li a1,1
	li a2,2
1:
	li a3,3
