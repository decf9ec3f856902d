package dev.ferry.binutils.disasm;

import org.jspecify.annotations.Nullable;

/** Names addresses. */
public interface Symbolizer {
  /** Knows no names. */
  Symbolizer NONE = address -> null;

  /** The name of an address as {@code symbol} or {@code symbol+0x10}, or null. */
  @Nullable String name(long address);
}
