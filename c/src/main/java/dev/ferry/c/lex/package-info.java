/** Bytes to preprocessing tokens, and preprocessing tokens to the values of constants. */
@NullMarked
package dev.ferry.c.lex;

import org.jspecify.annotations.NullMarked;
