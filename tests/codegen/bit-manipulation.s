sh3add:
	sh3add	a0,a0,a1
	ret
min:
	min	a0,a0,a1
	ret
xnor:
	xnor	a0,a0,a1
	ret
bset:
	bset	a0,a0,a1
	ret
bclr:
	bclr	a0,a0,a1
	ret
binv:
	binv	a0,a0,a1
	ret
bext:
	bext	a0,a0,a1
	ret
bexti:
	bexti	a0,a0,9
	ret
value_or_zero:
	czero.eqz	a0,a1,a0
	ret
