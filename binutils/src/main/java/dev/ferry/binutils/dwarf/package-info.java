/**
 * Reads DWARF (versions 2 to 5) enough to say which source line and function an address belongs to.
 */
@NullMarked
package dev.ferry.binutils.dwarf;

import org.jspecify.annotations.NullMarked;
