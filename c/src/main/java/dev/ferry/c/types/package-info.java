/** C's types and their layout under a data model. */
@NullMarked
package dev.ferry.c.types;

import org.jspecify.annotations.NullMarked;
