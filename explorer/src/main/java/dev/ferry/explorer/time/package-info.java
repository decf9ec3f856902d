/** Programs of pages on timing models. */
@NullMarked
package dev.ferry.explorer.time;

import org.jspecify.annotations.NullMarked;
