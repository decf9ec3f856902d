/** The assembler's command line. */
@NullMarked
package dev.ferry.driver.as;

import org.jspecify.annotations.NullMarked;
