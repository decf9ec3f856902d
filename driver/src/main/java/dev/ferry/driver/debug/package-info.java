/** Programs under a debugger: gdb's, or the one in the terminal. */
@NullMarked
package dev.ferry.driver.debug;

import org.jspecify.annotations.NullMarked;
