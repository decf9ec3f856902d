/** Tests of the front end. */
@NullMarked
package dev.ferry.c;

import org.jspecify.annotations.NullMarked;
