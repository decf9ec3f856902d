/** The disassembler: instruction words to text in the form of GNU objdump. */
@NullMarked
package dev.ferry.binutils.disasm;

import org.jspecify.annotations.NullMarked;
