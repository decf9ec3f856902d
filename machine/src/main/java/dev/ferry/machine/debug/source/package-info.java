/** A program under a debugger as its source shows it: lines, frames, variables, values. */
@NullMarked
package dev.ferry.machine.debug.source;

import org.jspecify.annotations.NullMarked;
