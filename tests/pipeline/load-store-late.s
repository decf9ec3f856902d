# a store needs its data in MEM only
# options: --store-data=mem
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#f 1 a0 MEM/WB MEM 5
# cycles: 6
	.option norvc
	lw a0,0(sp)
	sw a0,8(sp)
