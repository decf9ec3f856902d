/**
 * The RISC-V instruction set: opcodes, encoding, decoding, register names and meanings, all derived
 * from the tables in {@code src/main/tables}.
 */
@NullMarked
package dev.ferry.isa;

import org.jspecify.annotations.NullMarked;
