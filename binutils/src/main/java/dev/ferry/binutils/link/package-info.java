/**
 * The linker: relocatable objects, archives and shared libraries to executables, libraries or one
 * larger object.
 */
@NullMarked
package dev.ferry.binutils.link;

import org.jspecify.annotations.NullMarked;
