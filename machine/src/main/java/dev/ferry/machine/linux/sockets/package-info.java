/**
 * Sockets within the machine, and on channels of the host as far as its network is granted. May use
 * {@code linux.kernel} and what that may use.
 */
@NullMarked
package dev.ferry.machine.linux.sockets;

import org.jspecify.annotations.NullMarked;
