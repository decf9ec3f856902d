/** The checker: gives the syntax tree its meaning, or says what is wrong with it. */
@NullMarked
package dev.ferry.c.check;

import org.jspecify.annotations.NullMarked;
