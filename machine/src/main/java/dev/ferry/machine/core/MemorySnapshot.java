package dev.ferry.machine.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mappings and contents of an address space at one moment. Pages that are as they were in the
 * snapshot before share their copy with it.
 */
public final class MemorySnapshot {
  private final List<Region> regions;
  private final long top;
  private final long[] pages;
  private final byte[] states;
  private final byte[][] contents;
  private long ownBytes;

  private MemorySnapshot(GuestMemory memory, int count) {
    this.regions = memory.mappings().regions();
    this.top = memory.mappings().top();
    this.pages = new long[count];
    this.states = new byte[count];
    this.contents = new byte[count][];
  }

  /**
   * Takes a snapshot. No hart may run.
   *
   * @param before an earlier snapshot of the same address space to share pages with, or null
   */
  public static MemorySnapshot of(GuestMemory memory, @Nullable MemorySnapshot before) {
    synchronized (memory) {
      MemorySnapshot snapshot = new MemorySnapshot(memory, countTouched(memory));
      snapshot.fill(memory, before);
      return snapshot;
    }
  }

  private static int countTouched(GuestMemory memory) {
    int count = 0;
    for (Region region : memory.mappings().regions()) {
      for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
        count += memory.isTouched(page) ? 1 : 0;
      }
    }
    return count;
  }

  private void fill(GuestMemory memory, @Nullable MemorySnapshot before) {
    int next = 0;
    for (Region region : regions) {
      for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
        if (memory.isTouched(page)) {
          pages[next] = page;
          states[next] = (byte) memory.state(page);
          byte[] now = memory.pageContents(page);
          byte[] old = before == null ? null : before.contentsOf(page);
          boolean same = old != null && Arrays.equals(old, now);
          contents[next++] = same ? old : now;
          ownBytes += same ? 0 : GuestMemory.PAGE;
        }
      }
    }
  }

  private byte @Nullable [] contentsOf(long page) {
    int index = Arrays.binarySearch(pages, page);
    return index < 0 ? null : contents[index];
  }

  /** Bytes of the pages that are not shared with the snapshot before. */
  public long ownBytes() {
    return ownBytes + 16L * pages.length;
  }

  /** The mappings, in order of address. */
  public List<Region> regions() {
    return regions;
  }

  /** Puts the address space back to what it was. No hart may run. */
  public void restore(GuestMemory memory) {
    synchronized (memory) {
      if (!memory.mappings().regions().equals(regions)) {
        memory.mappings().replaceAll(regions, top);
      }
      int next = 0;
      for (Region region : regions) {
        for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
          if (next < pages.length && pages[next] == page) {
            memory.restorePage(page, states[next], contents[next]);
            next++;
          } else {
            memory.drop(page);
          }
        }
      }
    }
  }
}
