/**
 * Pseudo-terminals: pairs, the line discipline between them, and their names in {@code /dev}. May
 * use {@code linux.files}, {@code linux.kernel} and what those may use.
 */
@NullMarked
package dev.ferry.machine.linux.terminals;

import org.jspecify.annotations.NullMarked;
