/** Tests of the preprocessor. */
@NullMarked
package dev.ferry.c.pp;

import org.jspecify.annotations.NullMarked;
