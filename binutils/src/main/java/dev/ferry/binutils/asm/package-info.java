/**
 * The assembler: GNU syntax in, object model out, and the builder that both it and compilers use.
 */
@NullMarked
package dev.ferry.binutils.asm;

import org.jspecify.annotations.NullMarked;
