/**
 * System calls as text, in strace's form. May use {@code linux.sockets}, {@code linux.kernel} and
 * what those may use.
 */
@NullMarked
package dev.ferry.machine.linux.trace;

import org.jspecify.annotations.NullMarked;
