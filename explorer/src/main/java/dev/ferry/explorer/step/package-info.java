/** Programs that pages step through, forward and back. */
@NullMarked
package dev.ferry.explorer.step;

import org.jspecify.annotations.NullMarked;
