package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.core.FilePages;
import dev.ferry.machine.linux.files.MemoryFile;

/** Shared memory of System V (shmget(2)); its pages are the same object wherever it is attached. */
public final class SharedSegment {
  public final int mode;
  public final long size;
  public final int creator;
  public final MemoryFile file;
  public final FilePages pages;
  public volatile int lastProcess;

  /** Goes with the last who has it attached. */
  public volatile boolean removed;

  public SharedSegment(int mode, long size, int creator, MemoryFile file) {
    this.mode = mode;
    this.size = size;
    this.creator = creator;
    this.file = file;
    this.pages = file.pages();
  }
}
