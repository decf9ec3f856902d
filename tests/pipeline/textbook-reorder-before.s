# Patterson and Hennessy, a = b + e; c = b + f: 13 cycles
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID -- EX ME WB
#= 4 IF -- ID EX ME WB
#= 6 IF ID EX ME WB
#= 7 IF ID -- EX ME WB
#= 8 IF -- ID EX ME WB
#f 2 t1 MEM/WB EX 6
#f 3 t2 EX/MEM EX 7
#f 5 t3 MEM/WB EX 10
#f 6 t4 EX/MEM EX 11
# cycles: 13
	.option norvc
	ld x5,0(x2)
	ld x6,8(x2)
	add x7,x5,x6
	sd x7,24(x2)
	ld x28,16(x2)
	add x29,x5,x28
	sd x29,32(x2)
