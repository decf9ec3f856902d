/**
 * A program under a debugger: stepped forwards and backwards. May use {@code linux} and its parts,
 * {@code interpreter}, {@code symbols} and {@code core}.
 */
@NullMarked
package dev.ferry.machine.debug;

import org.jspecify.annotations.NullMarked;
