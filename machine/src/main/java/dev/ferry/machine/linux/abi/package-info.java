/**
 * Numbers and layouts of Linux as programs know them: errors, signals, system calls, stat. Uses no
 * other package of the machine.
 */
@NullMarked
package dev.ferry.machine.linux.abi;

import org.jspecify.annotations.NullMarked;
