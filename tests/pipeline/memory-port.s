# one port: no fetch while data are accessed
# options: --memory=unified
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 5 IF ID EX ME WB
# cycles: 9
	.option norvc
	lw a0,0(sp)
	li a1,1
	li a2,2
	li a3,3
