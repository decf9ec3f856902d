/** Emission: machine IR with physical registers to a stream of assembly. */
@NullMarked
package dev.ferry.codegen.emit;

import org.jspecify.annotations.NullMarked;
