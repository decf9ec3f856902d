/** The preprocessor: a transformer of token streams. */
@NullMarked
package dev.ferry.c.pp;

import org.jspecify.annotations.NullMarked;
