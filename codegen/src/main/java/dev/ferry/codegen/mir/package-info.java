/** Machine IR: blocks of RISC-V instructions over virtual and physical registers. */
@NullMarked
package dev.ferry.codegen.mir;

import org.jspecify.annotations.NullMarked;
