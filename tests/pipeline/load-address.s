# a load needs the address that the load before it loads
# options:
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID -- EX ME WB
#f 2 a0 MEM/WB EX 6
# cycles: 8
	.option norvc
	sd sp,0(sp)
	ld a0,0(sp)
	ld a1,0(a0)
