late:
	beqz	a0,.L0
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a0
	mv	a0,a1
	call	g
	add	a0,a0,s0
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	ret
	li	a0,0
	ret
checked:
	bgeu	a0,a1,.L2
	add	a0,a1,a0
	ret
	addi	sp,sp,-16
	sd	ra,8(sp)
	call	fail
twice:
	beqz	a0,.L4
	addi	sp,sp,-16
	sd	ra,8(sp)
	mv	a0,a1
	call	g
	add	a0,a0,a0
	ld	ra,8(sp)
	addi	sp,sp,16
	ret
	beqz	a1,.L5
	addi	sp,sp,-16
	sd	ra,8(sp)
	call	g
	ld	ra,8(sp)
	addi	sp,sp,16
	ret
	mv	a0,a1
	ret
whole:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a0
	beqz	s0,.L7
	mv	a0,s0
	call	g
	add	a0,a0,s0
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	ret
	li	a0,7
	call	g
	j	.L8
moved:
	mv	a5,a0
	ld	a0,0(a5)
	beqz	a0,.L10
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a5
	call	g
	add	a0,a0,s0
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	ret
	li	a0,1
	ret
