/** Typed C tree to IR: dumb and correct, every local a slot; the optimiser makes it fast. */
@NullMarked
package dev.ferry.lower;

import org.jspecify.annotations.NullMarked;
