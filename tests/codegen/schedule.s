sum:
	ld	a5,0(a0)
	ld	a1,8(a0)
	ld	a4,16(a0)
	ld	t1,24(a0)
	xori	a2,a5,1
	xori	a3,a1,1
	xori	t0,a4,1
	add	a5,a2,a3
	xori	t2,t1,1
	add	a6,a5,t0
	add	a0,a6,t2
	ret
store:
	ld	a5,0(a0)
	xori	a5,a5,1
	sd	a5,0(a1)
	ld	a5,0(a0)
	xori	a0,a5,1
	ret
apart:
	ld	a5,0(a0)
	ld	a2,8(a0)
	xori	a1,a5,1
	sd	a1,0(a0)
	xori	a0,a2,1
	ret
volatile:
	ld	a5,0(a0)
	xori	a5,a5,1
	sd	a5,0(a1)
	ld	a5,8(a0)
	xori	a0,a5,1
	ret
call:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	mv	s0,a0
	ld	a5,0(s0)
	xori	a5,a5,1
	sd	a5,0(sp)
	call	g
	ld	a0,8(s0)
	ld	a5,0(sp)
	xor	a0,a0,a5
	ld	ra,24(sp)
	ld	s0,16(sp)
	addi	sp,sp,32
	ret
