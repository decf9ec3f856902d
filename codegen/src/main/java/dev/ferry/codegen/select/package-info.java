/** Instruction selection: IR to machine IR with virtual registers. */
@NullMarked
package dev.ferry.codegen.select;

import org.jspecify.annotations.NullMarked;
