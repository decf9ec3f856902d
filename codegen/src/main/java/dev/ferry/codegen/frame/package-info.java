/** The stack frame: layout, prologue and epilogue. */
@NullMarked
package dev.ferry.codegen.frame;

import org.jspecify.annotations.NullMarked;
