/**
 * Processes and threads with their signals, timers, futexes and open files, and the kernel that
 * they share. What is behind an open file, a system call or a facility it does not know: those are
 * classes of the packages above, which whoever makes a kernel hands in. May use {@code core},
 * {@code symbols}, {@code linux}, {@code linux.abi} and {@code linux.waiting}.
 */
@NullMarked
package dev.ferry.machine.linux.kernel;

import org.jspecify.annotations.NullMarked;
