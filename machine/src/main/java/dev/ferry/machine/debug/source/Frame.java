package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.DebugEntry;
import dev.ferry.binutils.dwarf.DebugInfo;
import org.jspecify.annotations.Nullable;

/**
 * A call in progress.
 *
 * @param level 0 for the innermost
 * @param pc its next instruction
 * @param cfa the stack pointer before the call
 * @param registers x0 to x31 as the function sees them
 * @param name of the function, or empty
 * @param location in the source, or null
 * @param function its entry, or null without debug information
 */
public record Frame(
    int level,
    long pc,
    long cfa,
    long[] registers,
    String name,
    DebugInfo.@Nullable Location location,
    @Nullable DebugEntry function) {

  /** The address to look things up by: a return address belongs to the call before it. */
  long lookup() {
    return level == 0 ? pc : pc - 1;
  }
}
