# Section anchors: a name that is set to a place, used before and after with addends on either side.
	.text
	.option pic
f:
	lla	t3,.LANCHOR0-4
	lla	t4,.LANCHOR0+4
	lla	t5,8+.LANCHOR0
	lw	a0,.LANCHOR0
	.bss
	.set	.LANCHOR0,. + 0
x:	.zero 8
	.text
	lla	t3,.LANCHOR0-4
	lla	t5,8+.LANCHOR0
	.data
	.dword	.LANCHOR0-16
	.dword	x-8
