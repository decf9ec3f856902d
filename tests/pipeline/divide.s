# what does not need the quotient waits as well
# options: --div=5
#= 1 IF ID EX ME WB
#= 2 IF ID EX ME WB
#= 3 IF ID EX EX EX EX EX ME WB
#= 4 IF ID -- -- -- -- EX ME WB
#f 2 a0 MEM/WB EX 5
#f 2 a1 EX/MEM EX 5
# cycles: 12
	.option norvc
	li a0,9
	li a1,2
	div a2,a0,a1
	li a3,1
