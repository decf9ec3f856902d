/** Tests of the parser. */
@NullMarked
package dev.ferry.c.parse;

import org.jspecify.annotations.NullMarked;
