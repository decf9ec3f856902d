.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
lui a0,0x20
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
lui a0,1
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
auipc a0,5
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
lui a0,%hi(0x12345)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
auipc a0,%pcrel_hi(0x100)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
addi a0,a0,%lo(5)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
li a0,0x12345678
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
la a0,x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
lw a0,%lo(x)(a0)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
ld a0,%pcrel_lo(x)(a0)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
addi a0,a0,%lo(x)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
jal x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
beq a0,a1,x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
beq a0,a1,. + 4
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
j 1f
1:
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
auipc a0,%got_pcrel_hi(x)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
la.tls.gd a0,x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
la.tls.ie a0,x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
add a0,a0,tp,%tprel_add(x)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
lui a0,%tprel_hi(x)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
addi a0,a0,%tprel_lo(x)
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.align 2
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.balign 4,0
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.p2align 4
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.word 1
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.insn r 0x33,0,0,a0,a1,a2
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.option norelax
.align 3
.option relax
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.option norelax
lui a0,0x20
.option relax
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.option norelax
call x
.option relax
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.zero 4
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.uleb128 5
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.float 1.0
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
x1:
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.section .foo
.text
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
tail x
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
jr a0
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
ret
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
fence
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
c.lui a0,5
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
c.j 1f
1:
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
.string "ab"
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
.cfi_startproc
nop
.cfi_def_cfa_offset 16
nop
nop
nop
.cfi_def_cfa_offset 32
nop
.cfi_endproc
