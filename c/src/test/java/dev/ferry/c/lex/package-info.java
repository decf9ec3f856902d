/** Tests of the lexer. */
@NullMarked
package dev.ferry.c.lex;

import org.jspecify.annotations.NullMarked;
