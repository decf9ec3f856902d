/** Requests: JSON text (RFC 8259) read. */
@NullMarked
package dev.ferry.explorer.json;

import org.jspecify.annotations.NullMarked;
