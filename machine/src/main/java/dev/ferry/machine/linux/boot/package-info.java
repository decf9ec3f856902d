/**
 * Puts a kernel together from its parts, and the first process into it. May use every package of
 * {@code linux}.
 */
@NullMarked
package dev.ferry.machine.linux.boot;

import org.jspecify.annotations.NullMarked;
