/** Linux user mode: loading ELF files, starting processes, and their system calls. */
@NullMarked
package dev.ferry.machine.linux;

import org.jspecify.annotations.NullMarked;
