/** Tests of constant arithmetic. */
@NullMarked
package dev.ferry.c.check.constant;

import org.jspecify.annotations.NullMarked;
