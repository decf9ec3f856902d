/** Compile, link and run in one process. */
@NullMarked
package dev.ferry.driver.run;

import org.jspecify.annotations.NullMarked;
