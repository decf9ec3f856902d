/**
 * What addresses of a guest mean: symbols of what is loaded, call stacks, and the report of a
 * crash. May use {@code core}.
 */
@NullMarked
package dev.ferry.machine.symbols;

import org.jspecify.annotations.NullMarked;
