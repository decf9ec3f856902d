/**
 * What processes share beside files: semaphores, message queues and memory of System V, message
 * queues of POSIX. May use {@code linux.files}, {@code linux.kernel} and what those may use.
 */
@NullMarked
package dev.ferry.machine.linux.ipc;

import org.jspecify.annotations.NullMarked;
