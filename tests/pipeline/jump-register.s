# an indirect jump is decided where branches are
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID flushed
#= 4 IF flushed
#= 5 IF ID EX ME WB
#f 1 a0 EX/MEM EX 4
# cycles: 9
	.option norvc
	auipc a0,0
	jalr zero,12(a0)
	li a1,1
	li a2,2
