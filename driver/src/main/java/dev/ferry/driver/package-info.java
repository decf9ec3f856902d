/** The toolchain as a library: options in, artifacts and diagnostics out. */
@NullMarked
package dev.ferry.driver;

import org.jspecify.annotations.NullMarked;
