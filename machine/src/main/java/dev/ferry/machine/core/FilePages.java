package dev.ferry.machine.core;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Contents of a mapped file, read when a page is first touched. */
public interface FilePages {
  /**
   * Reads bytes at an offset of the file; what lies behind the end stays as it is in the buffer.
   */
  void read(long offset, byte[] page) throws IOException;

  /**
   * The same for whatever stands for the same file; null where nobody else can map it. Equality is
   * that of {@link Object#equals}.
   */
  default @Nullable Object identity() {
    return null;
  }

  /** Whether the file is nowhere but in memory, for others to map it. */
  default boolean isInMemory() {
    return false;
  }

  /** Bytes of the file: pages behind the one with the last byte cannot be touched. */
  default long fileSize() {
    return Long.MAX_VALUE;
  }

  /** Whether a shared mapping may ever be written. */
  default boolean isWritable() {
    return false;
  }

  /** Writes bytes of a shared mapping back; must not make the file longer. */
  void write(long offset, byte[] page) throws IOException;
}
