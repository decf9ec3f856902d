# in ID the operand of the instruction before is one cycle late
# options: --branch=id
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#= 3 IF -- flushed
#= 5 IF ID EX ME WB
#f 1 a0 EX/MEM ID 4
# cycles: 9
	.option norvc
	li a0,1
	bnez a0,1f
	li a1,1
1:
	li a3,3
