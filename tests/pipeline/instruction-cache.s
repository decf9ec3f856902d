# a miss at the start of each line of four instructions
# options: --icache=64,1,16,4 -Wl,-Ttext=0x10000
#= 1 IF -- -- -- -- ID EX ME WB
#= 6 IF ID EX ME WB
#= 7 IF ID EX ME WB
#= 8 IF ID EX ME WB
#= 9 IF -- -- -- -- ID EX ME WB
# cycles: 17
	.option norvc
	li a0,1
	li a1,1
	li a2,1
	li a3,1
	li a4,1
