.macro foo a, b=5, c:vararg
 li a0, \a
 addi a0,a0,\b
 .ifnb \c
 .byte \c
 .endif
.L\@:
 j .L\@
.endm
 foo 1
 foo 2,3
 foo 2,3,4,5
.macro rec n
 .if \n
 nop
 rec "\n-1"
 .endif
.endm
 rec 5
.irp r,a0,a1,s0
 addi \r,\r,1
.endr
.irpc d,123
 .byte \d
.endr
.rept 3
 nop
.endr
.set X,1
.rept 3
 .byte X
.set X,X+1
.endr
.ifdef X
 .word 1
.else
 .word 2
.endif
.if X == 4 && 1
 .byte 1
.elseif 0
 .byte 2
.endif
.pushsection .foo,"aw"
 .word 5
.popsection
1: beq a0,a1,1b
 beq a0,a1,1f
1: nop
2: .sleb128 -5
 .org .+4
 .fill 3,2,0x1234
 .symver a,b@V1
a:
 .weak a
 .hidden a
 .set z, a
 la a0,z
 .size a,.-a
 .string "a\n\t\"\\x\101"
 .quad 0x1122334455667788, a-b, 'c'
 .altmacro
 .option push
 .option norvc
 nop
 .option pop
 .insn r 0x33, 0, 0, a0, a1, a2
 .subsection 1
 nop
 .previous
