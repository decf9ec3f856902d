/** The meaning of the pure ops on constant operands, shared by interpreter and folding. */
@NullMarked
package dev.ferry.ir.eval;

import org.jspecify.annotations.NullMarked;
