/** Looks at each instruction of a guest: traces, statistics and profiles. */
@NullMarked
package dev.ferry.machine.observe;

import org.jspecify.annotations.NullMarked;
