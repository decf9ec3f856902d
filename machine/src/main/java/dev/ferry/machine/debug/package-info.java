/** What is shown of a guest: crash reports, call stacks, debuggers. */
@NullMarked
package dev.ferry.machine.debug;

import org.jspecify.annotations.NullMarked;
