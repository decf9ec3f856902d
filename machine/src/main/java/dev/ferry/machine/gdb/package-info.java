/** The server side of gdb's remote protocol (Debugging with GDB, appendix E). */
@NullMarked
package dev.ferry.machine.gdb;

import org.jspecify.annotations.NullMarked;
