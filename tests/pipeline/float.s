# floating point in the same pipeline
# options: --fadd=2 --fdiv=4
#= 1 IF ID EX ME WB
#= 2 IF ID EX EX ME WB
#= 3 IF ID -- EX EX EX EX ME WB
#f 1 fa0 EX/MEM EX 4
#f 2 fa1 EX/MEM EX 6
# cycles: 11
	.option norvc
	fmv.d.x fa0,zero
	fadd.d fa1,fa0,fa0
	fdiv.d fa2,fa1,fa0
