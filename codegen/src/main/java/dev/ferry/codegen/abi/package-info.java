/** The RISC-V psABI's procedure calling convention: where arguments and results live. */
@NullMarked
package dev.ferry.codegen.abi;

import org.jspecify.annotations.NullMarked;
