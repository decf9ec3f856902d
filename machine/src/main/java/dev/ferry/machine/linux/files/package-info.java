/**
 * Open files and what they are opened from: host directories under guest paths, devices, pipes, and
 * files that are events, timers, signals or processes. May use {@code linux.kernel} and what that
 * may use.
 */
@NullMarked
package dev.ferry.machine.linux.files;

import org.jspecify.annotations.NullMarked;
