/** Analyses of a function: pure readers that passes and code generation share. */
@NullMarked
package dev.ferry.ir.analysis;

import org.jspecify.annotations.NullMarked;
