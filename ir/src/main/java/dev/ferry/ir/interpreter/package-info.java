/** The IR interpreter: the oracle of every later stage. */
@NullMarked
package dev.ferry.ir.interpreter;

import org.jspecify.annotations.NullMarked;
