/** Tests of types. */
@NullMarked
package dev.ferry.c.types;

import org.jspecify.annotations.NullMarked;
