# Patterson and Hennessy, a load and its uses
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID -- EX ME WB
#= 3 IF -- ID EX ME WB
#= 5 IF ID EX ME WB
#= 6 IF ID EX ME WB
#f 1 s2 MEM/WB EX 5
#f 3 s4 MEM/WB EX 7
# cycles: 10
	.option norvc
	ld x18,8(x2)
	and x20,x18,x5
	or x21,x18,x6
	add x22,x20,x18
	slt x23,x6,x7
