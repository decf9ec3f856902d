# decided in MEM, a taken branch costs three
# options: --branch=mem
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX flushed
#= 4 IF ID flushed
#= 5 IF flushed
#= 6 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 10
	.option norvc
	li a0,1
	bnez a0,1f
	li a1,1
	li a2,2
	li a4,4
1:
	li a3,3
