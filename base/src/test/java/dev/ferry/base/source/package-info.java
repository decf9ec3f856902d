/** Tests of locations. */
@NullMarked
package dev.ferry.base.source;

import org.jspecify.annotations.NullMarked;
