/**
 * The files that the machine makes itself: {@code /proc}, {@code /dev/tty} and {@code /dev/fd}. May
 * use {@code linux.terminals}, {@code linux.files}, {@code linux.kernel} and what those may use.
 */
@NullMarked
package dev.ferry.machine.linux.proc;

import org.jspecify.annotations.NullMarked;
