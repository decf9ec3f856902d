package dev.ferry.machine.core;

import java.io.IOException;

/** Contents of a mapped file, read when a page is first touched. */
public interface FilePages {
  /**
   * Reads bytes at an offset of the file; what lies behind the end stays as it is in the buffer.
   */
  void read(long offset, byte[] page) throws IOException;

  /** Whether a shared mapping may ever be written. */
  default boolean isWritable() {
    return false;
  }

  /** Writes bytes of a shared mapping back; must not make the file longer. */
  void write(long offset, byte[] page) throws IOException;
}
