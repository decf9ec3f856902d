/**
 * The ELF model that assembler, code generator, linker, tools and machine share, with its reader
 * and writer.
 */
@NullMarked
package dev.ferry.binutils.elf;

import org.jspecify.annotations.NullMarked;
