# and a loaded one two cycles: in WB it is in the register file
# options: --branch=id
#= 1 IF ID EX ME WB
#= 2 IF ID -- -- EX ME WB
#= 3 IF -- -- ID EX ME WB
# cycles: 9
	.option norvc
	lw a0,0(sp)
	bnez a0,1f
1:
	li a1,1
