/** The public API of the machine: build one, run it, look into it. */
@NullMarked
package dev.ferry.machine;

import org.jspecify.annotations.NullMarked;
