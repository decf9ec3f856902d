# in ID as well
# options: --branch=id
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 4 IF flushed
#= 5 IF ID EX ME WB
#f 2 a0 EX/MEM ID 4
# cycles: 9
	.option norvc
	auipc a0,0
	nop
	jalr zero,16(a0)
	li a1,1
	li a2,2
