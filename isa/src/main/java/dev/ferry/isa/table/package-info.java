/** Reads the instruction tables and writes the Java that is generated from them. */
@NullMarked
package dev.ferry.isa.table;

import org.jspecify.annotations.NullMarked;
