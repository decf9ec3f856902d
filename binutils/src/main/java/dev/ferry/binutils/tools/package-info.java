/**
 * The binutils commands (ld, ar, nm, objdump, readelf, ...) as a library: arguments and streams in,
 * exit status out.
 */
@NullMarked
package dev.ferry.binutils.tools;

import org.jspecify.annotations.NullMarked;
