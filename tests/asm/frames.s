# Call frames: shared CIEs, every kind of instruction, personality and LSDA.
	.text
	.cfi_startproc
	addi sp, sp, -32
	.cfi_def_cfa_offset 32
	sd ra, 24(sp)
	.cfi_offset ra, -8
	.cfi_offset 40, -16
	call f
	.cfi_remember_state
	.cfi_restore 1
	.cfi_def_cfa s0, 16
	.cfi_def_cfa_register sp
	.cfi_adjust_cfa_offset -16
	ret
	.cfi_restore_state
	.cfi_undefined 5
	.cfi_same_value 6
	.cfi_register 7, 8
	.cfi_escape 0x2e, 0x10
	.cfi_rel_offset 9, 8
	.cfi_val_offset 9, 8
	nop
	.cfi_endproc
	.cfi_startproc
	.cfi_personality 0x9b, DW.ref.__gxx_personality_v0
	.cfi_lsda 0x1b, .LLSDA0
	nop
	.cfi_endproc
	.cfi_startproc simple
	.cfi_signal_frame
	.cfi_return_column 5
	nop
	.cfi_endproc
	.cfi_startproc
	.cfi_def_cfa_offset 0
	.zero 300
	.cfi_def_cfa_offset 16
	.cfi_endproc
	.section .gcc_except_table,"a"
.LLSDA0: .byte 0xff
