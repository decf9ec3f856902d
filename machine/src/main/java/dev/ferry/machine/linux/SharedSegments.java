package dev.ferry.machine.linux;

import dev.ferry.machine.core.FilePages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shared memory of System V (shmget(2)): segments by number and key, for as long as the machine.
 */
final class SharedSegments {
  private static final int MAX_SEGMENTS = 4096;

  /** The key of segments that nobody else finds. */
  static final int PRIVATE = 0;

  /** A segment; its pages are the same object wherever it is attached. */
  static final class Segment {
    final int key;
    final int mode;
    final long size;
    final int creator;
    final MemoryFile file;
    final FilePages pages;
    volatile int lastProcess;

    /** Goes with the last who has it attached. */
    volatile boolean removed;

    private Segment(int key, int mode, long size, int creator, MemoryFile file) {
      this.key = key;
      this.mode = mode;
      this.size = size;
      this.creator = creator;
      this.file = file;
      this.pages = file.pages();
    }
  }

  private final Map<Integer, Segment> segments = new HashMap<>();
  private int nextId;

  synchronized int make(int key, int mode, long size, int creator, MemoryFile file)
      throws LinuxError {
    if (segments.size() >= MAX_SEGMENTS) {
      throw new LinuxError(Errno.ENOSPC);
    }
    int id = nextId++;
    segments.put(id, new Segment(key, mode, size, creator, file));
    return id;
  }

  /** The number of the segment with a key, -1 where there is none. */
  synchronized int find(int key) {
    for (Map.Entry<Integer, Segment> entry : segments.entrySet()) {
      if (entry.getValue().key == key && !entry.getValue().removed) {
        return entry.getKey();
      }
    }
    return -1;
  }

  synchronized @Nullable Segment get(int id) {
    return segments.get(id);
  }

  /** The segment whose pages these are, or null. */
  synchronized @Nullable Segment of(@Nullable FilePages pages) {
    for (Segment segment : segments.values()) {
      if (segment.pages == pages) {
        return segment;
      }
    }
    return null;
  }

  synchronized void delete(int id) {
    Segment segment = segments.remove(id);
    if (segment != null) {
      segment.file.release();
    }
  }

  /** Numbers of those that go when nobody has them attached. */
  synchronized List<Integer> removed() {
    List<Integer> ids = new ArrayList<>();
    segments.forEach((id, segment) -> {
      if (segment.removed) {
        ids.add(id);
      }
    });
    return ids;
  }
}
