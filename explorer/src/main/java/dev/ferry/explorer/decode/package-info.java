/** Machine words that pages ask about. */
@NullMarked
package dev.ferry.explorer.decode;

import org.jspecify.annotations.NullMarked;
