# Data of every kind.
	.data
	.byte 1, -1, 255, 'a', '\n', 0x7f
	.half 1, 0xffff
	.2byte 5
	.word 1, 0x89abcdef, -5
	.4byte 7
	.quad 0x0123456789abcdef, -1
	.8byte 18446744073709551615
	.dword 3
	.octa 0x0123456789abcdef0123456789abcdef
	.float 1.5, -0.0, 3.4028235e38, 1e-45
	.double 3.141592653589793, 1e308, -2.5e-3
	.single 0.1
	.ascii "abc\0\x41\101\\\"\t"
	.asciz "def" , "ghi"
	.string "a" "b"
	.zero 5
	.skip 3, 0xaa
	.space 2
	.fill 3, 4, 0x11223344
	.fill 2, 8, -1
	.fill 2
	.align 3
	.balign 16, 0xff
	.p2align 2,,1
	.uleb128 0
	.uleb128 127
	.uleb128 128
	.uleb128 624485
	.uleb128 0xffffffffffffffff
	.sleb128 0
	.sleb128 -1
	.sleb128 63
	.sleb128 64
	.sleb128 -64
	.sleb128 -65
	.sleb128 -123456
	.org 0x200
	.org 0x210, 0x55
a:	.word b - a, . - a
b:	.half b - a
	.byte b - a
	.set c, b - a
	.word c, c * 2
	d = c + 1
	.word d
	.equ e, a + 4
	.dword e, e + 4
	.equiv f, 5
	.word f
	.comm g, 100
	.lcomm h, 8
	.section .rodata
	.dtprelword t
	.dtpreldword t + 8
	.reloc 0, R_RISCV_NONE, a
	.reloc ., R_RISCV_32, b + 4
	.word 0
	.incbin "bytes.bin", 2, 5
	.include "included.inc"
	.bss
	.align 4
	.zero 100
i:	.skip 4
	.symver a, a@V1
	.symver b, b@@V2
	.globl a, b
