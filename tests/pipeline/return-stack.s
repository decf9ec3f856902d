# a return goes where the stack says
# options: --predictor=bimodal --return-stack=4
#= 1 IF ID EX ME WB
#= 2 IF flushed
#= 3 IF ID EX ME WB
#= 4 IF ID EX ME WB
#= 5 IF ID EX ME WB
#= 6 IF flushed
#= 7 IF ID EX ME WB
#f 1 ra MEM/WB EX 5
# cycles: 11
	.option norvc
	jal ra,1f
	li a1,1
	j 2f
1:
	ret
2:
	li a2,2
