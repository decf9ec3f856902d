/** Sources of pages through the compiler. */
@NullMarked
package dev.ferry.explorer.compile;

import org.jspecify.annotations.NullMarked;
