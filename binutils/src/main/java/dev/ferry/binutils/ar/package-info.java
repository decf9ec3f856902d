/** Archives of object files: reading lazily through the symbol index, and writing. */
@NullMarked
package dev.ferry.binutils.ar;

import org.jspecify.annotations.NullMarked;
