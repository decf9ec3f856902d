package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.files.MemoryFile;

/** Shared memory of System V (shmget(2)); its pages are the same object wherever it is attached. */
public final class SharedSegment {
  /** Permission bits. */
  public final int mode;

  /** In bytes. */
  public final long size;

  /** Process that has made it. */
  public final int creator;

  /** Where its bytes are. */
  public final MemoryFile file;

  /** Pages of the file, the same object in all mappings. */
  public final FilePages pages;

  /** Process that has attached or detached it last, 0 for none. */
  public volatile int lastProcess;

  /** Goes with the last who has it attached. */
  public volatile boolean removed;

  /**
   * @param size in bytes
   */
  public SharedSegment(int mode, long size, int creator, MemoryFile file) {
    this.mode = mode;
    this.size = size;
    this.creator = creator;
    this.file = file;
    this.pages = file.pages();
  }
}
