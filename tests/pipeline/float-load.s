# a float that is loaded
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#f 1 fa0 MEM/WB EX 5
# cycles: 7
	.option norvc
	fld fa0,0(sp)
	fadd.d fa1,fa0,fa0
