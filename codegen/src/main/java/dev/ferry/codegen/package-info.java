/** IR to RISC-V objects and assembly: the entry points and options of code generation. */
@NullMarked
package dev.ferry.codegen;

import org.jspecify.annotations.NullMarked;
