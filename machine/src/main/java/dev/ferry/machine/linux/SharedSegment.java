package dev.ferry.machine.linux;

import dev.ferry.machine.core.FilePages;

/** Shared memory of System V (shmget(2)); its pages are the same object wherever it is attached. */
final class SharedSegment {
  final int mode;
  final long size;
  final int creator;
  final MemoryFile file;
  final FilePages pages;
  volatile int lastProcess;

  /** Goes with the last who has it attached. */
  volatile boolean removed;

  SharedSegment(int mode, long size, int creator, MemoryFile file) {
    this.mode = mode;
    this.size = size;
    this.creator = creator;
    this.file = file;
    this.pages = file.pages();
  }
}
