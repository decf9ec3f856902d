/**
 * How threads wait: for a change of an object, for the host's channels, for a time. A thread of the
 * guest is a {@code Sleeper} here. May use {@code linux.abi}.
 */
@NullMarked
package dev.ferry.machine.linux.waiting;

import org.jspecify.annotations.NullMarked;
