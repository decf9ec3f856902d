/** Timing models over the stream of retired instructions; they never change the machine's state. */
@NullMarked
package dev.ferry.machine.timing;

import org.jspecify.annotations.NullMarked;
