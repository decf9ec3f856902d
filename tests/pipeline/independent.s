# nothing depends on anything
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
# cycles: 7
	.option norvc
	li a0,1
	li a1,2
	li a2,3
