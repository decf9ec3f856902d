# Code patched at run time, in the way of operating-system kernels: subsections, .org over
# differences of numeric labels, macros with defaults and variable arguments.
.macro ALT_ENTRY old new id len
	.4byte	\old - .
	.4byte	\new - .
	.2byte	\id
	.2byte	\len
.endm
.macro ALT_NEW id, enable = 1, new : vararg
	.if \enable
	.pushsection .alternative, "a"
	ALT_ENTRY 886b, 888f, \id, 889f - 888f
	.popsection
	.subsection 1
888 :
	.option push
	.option norvc
	.option norelax
	\new
	.option pop
889 :
	.org	. - (889b - 888b) + (887b - 886b)
	.org	. - (887b - 886b) + (889b - 888b)
	.previous
	.endif
.endm
.macro ALTERNATIVE old, new, id, enable
886 :
	.option push
	.option norvc
	.option norelax
	\old
	.option pop
887 :
	ALT_NEW \id, \enable, \new
.endm
	.text
	.globl entry
entry:
	ALTERNATIVE "sfence.vma", "nop", 7, 1
	ALTERNATIVE "csrr a0, mstatus", "li a0, 0", 8, 1
	ALTERNATIVE "nop", "ebreak", 9, 0
	ret
.macro save_regs first, last
	.if \first <= \last
	sd x\first, (\first * 8)(sp)
	save_regs "(\first + 1)", \last
	.endif
.endm
.macro each_reg op, regs:vararg
	.irp r, \regs
	\op \r, 8*\@(sp)
	.endr
.endm
	each_reg sd, ra, s0, s1
	each_reg ld ra
	.set i, 0
	.rept 4
	.long i * i
	.set i, i + 1
	.endr
	.macro push_all r:req n=3
	.rept \n
	sd \r, \n*8(sp)
	.endr
	.endm
	push_all a0
	push_all r=a1, n=1
	.ifc "a b", "a b"
	.byte 1
	.endif
	.ifnc abc,def
	.byte 2
	.endif
	.ifb
	.byte 3
	.endif
	.ifeq entry - entry
	.byte 4
	.endif
	.ifndef entry
	.byte 5
	.elseif 1 > 2
	.byte 6
	.else
	.byte 7
	.endif
	.weakref weakling, strong
	la a0, weakling
	.protected prot
prot:	.dword prot, entry + 8, entry - prot
	.type prot, STT_OBJECT
	.size prot, 24
	.section .fixup.x, "ax"
1:	lw a0, 0(a1)
2:	j 1b
	.section __ex_table, "a"
	.balign 4
	.long (1b - .), (2b - .)
