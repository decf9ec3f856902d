# A line table of version 5.
	.file 0 "/src" "a.c"
	.file 1 "a.c"
	.file 2 "/usr/include/x.h"
	.file 3 "sub/y.h"
	.section .debug_info,"",@progbits
	.word 0
	.text
f:	.loc 1 5 3
	nop
	.loc 1 6 3 is_stmt 0
	.loc 2 100 1 discriminator 4
	call g
	.loc 3 7 0 prologue_end
	nop
	.loc 1 1 1 is_stmt 1 epilogue_begin
	ret
	.section .text.other,"ax"
	.loc 1 50 1
	nop
	.zero 60000
	.loc 1 51 1
	nop
