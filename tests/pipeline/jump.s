# the target of a jump is known in ID
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF flushed
#= 4 IF ID EX ME WB
# cycles: 8
	.option norvc
	li a0,1
	j 1f
	li a1,1
1:
	li a2,2
