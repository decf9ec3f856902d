/** The gcc-compatible compiler driver. */
@NullMarked
package dev.ferry.driver.cc;

import org.jspecify.annotations.NullMarked;
