/** Tests of the checker. */
@NullMarked
package dev.ferry.c.check;

import org.jspecify.annotations.NullMarked;
