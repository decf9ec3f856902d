/** Harts, guest memory, traps and the meanings of instructions that are more than one operator. */
@NullMarked
package dev.ferry.machine.core;

import org.jspecify.annotations.NullMarked;
