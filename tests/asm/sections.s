# Sections: flags, groups, stacks, numbered parts.
	.section .rodata.str1.8,"aMS",@progbits,1
	.align 3
.LC0:	.string "hello\n"
	.section .text.unlikely,"ax",@progbits
	nop
	.section .text._Z1fv,"axG",@progbits,_Z1fv,comdat
	.weak _Z1fv
	.type _Z1fv, @function
_Z1fv:	ret
	.size _Z1fv, .-_Z1fv
	.section .init_array,"aw"
	.align 3
	.dword _Z1fv
	.section .tdata,"awT",@progbits
t:	.word 5
	.section .tbss,"awT",@nobits
u:	.zero 4
	.section .note.foo,"a",@note
	.word 1
	.pushsection .data
	.word 1
	.pushsection .bss
b:	.zero 12
	.popsection
	.word 2
	.popsection
	.previous
	.text
	nop
	.subsection 2
	add a0, a0, a1
	.set in_part, .
	j in_part
	.subsection 1
	sub a0, a0, a1
	.text
	add a1, a1, a0
	.comm c, 16, 8
	.local l
	.comm l, 4, 4
	.lcomm m, 3
	.globl g
	.hidden h
	.quad h, t
