/** Tokens to syntax tree: recursive descent, many errors a run. */
@NullMarked
package dev.ferry.c.parse;

import org.jspecify.annotations.NullMarked;
