package dev.ferry.machine.timing;

import org.jspecify.annotations.Nullable;

/** Instructions by address, for those that are fetched on a wrong path. */
public interface CodeSource {
  /** The instruction at an address; null if there is none. */
  @Nullable Operation at(long pc);
}
