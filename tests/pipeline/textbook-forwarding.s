# Patterson and Hennessy, dependences of a sub
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX ME WB
#= 4 IF ID EX ME WB
#= 5 IF ID EX ME WB
#f 1 s2 EX/MEM EX 4
#f 2 s2 MEM/WB EX 5
# cycles: 9
	.option norvc
	sub x18,x2,x3
	and x12,x18,x5
	or x13,x6,x18
	add x14,x18,x18
	sw x15,100(x18)
