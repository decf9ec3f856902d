/** The text form of the IR: printer and reader, an exact round trip. */
@NullMarked
package dev.ferry.ir.text;

import org.jspecify.annotations.NullMarked;
