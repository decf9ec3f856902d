/** The syntax tree: what was written, before any meaning is given to it. */
@NullMarked
package dev.ferry.c.syntax;

import org.jspecify.annotations.NullMarked;
