package dev.ferry.machine.core;

import org.jspecify.annotations.Nullable;

/**
 * Runs of pages that the guest has touched and may access, so that translated code finds with one
 * comparison that an access is good, without a look at the rights of its page. Each load and store
 * has the window that its address lay in when it was seen first: the stack, the program's data with
 * the heap behind, an array that was mapped. A miss tells nothing, and is left to the interpreter.
 *
 * <p>The bounds lie in fields of the hart, which HotSpot keeps in registers as long as a loop makes
 * no calls. An access to {@code a} is inside if {@code a - start < length} as unsigned numbers. A
 * window only ever contains pages whose active rights are at least its own: {@link GuestMemory}
 * cuts it off before it takes a right away.
 *
 * <p>What other threads do to windows would be seen late or in part. So there are windows only
 * where one hart runs, and others change them, as debuggers do, only while it does not.
 */
public final class Windows {
  /** How many there are. */
  public static final int COUNT = 8;

  /** The most bytes that are accessed after one comparison. */
  public static final int GROUP = 2048;

  private static final int PAGE = GuestMemory.PAGE;
  private static final long FLIP = Long.MIN_VALUE;
  private static final long EACH_BYTE = 0x0101010101010101L;

  /** Most pages that are touched so that two runs become one. */
  private static final long MAX_FILL = 4096;

  private static final long[] START_OFFSETS = offsets("windowStart");
  private static final long[] LENGTH_OFFSETS = offsets("windowLength");
  private static final long[] GROUP_OFFSETS = offsets("windowGroup");

  private final GuestMemory memory;

  /** The hart that reads them; null before it runs. */
  private @Nullable Hart hart;

  private final long[] start = new long[COUNT];
  private final long[] end = new long[COUNT];

  /** What may be done in each; 0 where it has never been opened. */
  private final int[] rights = new int[COUNT];

  Windows(GuestMemory memory) {
    this.memory = memory;
  }

  private static long[] offsets(String field) {
    long[] offsets = new long[COUNT];
    for (int k = 0; k < COUNT; k++) {
      offsets[k] = Raw.fieldOffset(Hart.class, field + k);
    }
    return offsets;
  }

  /** They are for that hart. */
  void serve(Hart h) {
    if (h != hart) {
      hart = h;
      for (int k = 0; k < COUNT; k++) {
        set(k, start[k], end[k]);
      }
    }
  }

  /** What may be done in a window: READ, or READ and WRITE. */
  int rights(int window) {
    return rights[window];
  }

  /**
   * The window that an address is in or will be when it is touched, with that right; one is opened
   * if there are some left.
   *
   * @return -1 for none
   */
  int find(long address, int right) {
    int held = holder(address, right);
    if (held >= 0) {
      return held;
    }
    long page = address & -PAGE;
    int wanted =
        memory.grants(address, GuestMemory.WRITE)
            ? GuestMemory.READ | GuestMemory.WRITE
            : GuestMemory.READ;
    if (!memory.grants(address, wanted) || (wanted & right) != right) {
      return -1;
    }
    for (int k = 0; k < rights.length; k++) {
      if (rights[k] == 0) {
        rights[k] = wanted;
        set(k, page, page);
        boolean unused = reopen(k, address);
        return k;
      }
      if (rights[k] == wanted && isNear(k, page)) {
        return k;
      }
    }
    return -1;
  }

  private int holder(long address, int right) {
    for (int k = 0; k < rights.length; k++) {
      if ((rights[k] & right) == right && contains(k, address)) {
        return k;
      }
    }
    return -1;
  }

  /** Whether the window can be expected to reach a page soon. */
  private boolean isNear(int window, long page) {
    Region region = memory.mappings().regionAt(page);
    return region != null
        && start[window] < region.end()
        && end[window] >= region.start()
        && page - end[window] < MAX_FILL * PAGE
        && start[window] - page < MAX_FILL * PAGE;
  }

  /**
   * Has a window hold an address that it was asked for in vain, if it is empty or borders on it.
   *
   * @return whether the window has grown
   */
  boolean reopen(int window, long address) {
    long page = address & -PAGE;
    if (rights[window] == 0 || !isActive(window, page)) {
      return false;
    }
    long oldStart = start[window];
    long oldEnd = end[window];
    if (contains(window, page)) { // It reaches over the end.
      boolean unused = fill(window, oldEnd, oldEnd + PAGE, 1);
      set(window, oldStart, above(window, oldEnd));
      return end[window] != oldEnd;
    }
    long newStart = below(window, page);
    long newEnd = above(window, page);
    if (oldStart != oldEnd) {
      long pages = (oldEnd - oldStart + newEnd - newStart) / PAGE;
      if (newEnd < oldStart && fill(window, newEnd, oldStart, pages)) {
        newEnd = oldEnd;
      } else if (newStart > oldEnd && fill(window, oldEnd, newStart, pages)) {
        newStart = oldStart;
      } else if (newStart > oldStart || newEnd < oldEnd) {
        return false;
      }
    }
    set(window, newStart, newEnd);
    return true;
  }

  /**
   * Touches the pages between two runs so that they become one: such as parts of the program's data
   * that have not been used yet.
   *
   * @param pages of both runs: there must not be more in between
   * @return whether that was possible
   */
  private boolean fill(int window, long from, long to, long pages) {
    long gap = (to - from) / PAGE;
    if (gap > Math.min(pages, MAX_FILL) || !memory.mayTouch(gap)) {
      return false;
    }
    int right = (rights[window] & GuestMemory.WRITE) != 0 ? GuestMemory.WRITE : GuestMemory.READ;
    for (long page = from; page < to; page += PAGE) {
      if (!memory.grants(page, rights[window]) || memory.isBehindFile(page)) {
        return false;
      }
    }
    for (long page = from; page < to; page += PAGE) {
      if (!isActive(window, page)) {
        memory.touch(page, right);
      }
      if (!isActive(window, page)) {
        return false;
      }
    }
    return true;
  }

  /** Pages from there on have been touched. */
  void grow(long from, long to) {
    for (int k = 0; k < rights.length; k++) {
      if (end[k] >= from && end[k] < to && end[k] != start[k]) {
        end[k] = above(k, end[k]);
        putLength(k);
      }
    }
  }

  /** A page loses rights. */
  void cut(long page) {
    for (int k = 0; k < rights.length; k++) {
      if (contains(k, page)) {
        end[k] = page;
        putLength(k);
      }
    }
  }

  private boolean contains(int window, long address) {
    return address >= start[window] && address < end[window];
  }

  private boolean isActive(int window, long page) {
    return (memory.state(page) & rights[window]) == rights[window];
  }

  /** The end of the run of active pages that begins at a page. */
  private long above(int window, long page) {
    long mask = rights[window] * EACH_BYTE;
    long at = page;
    while (at + 8 * PAGE <= memory.limit() && (states(at) & mask) == mask) {
      at += 8 * PAGE;
    }
    while (isActive(window, at)) {
      at += PAGE;
    }
    return at;
  }

  /** The start of the run of active pages that ends with an active page. */
  private long below(int window, long page) {
    long mask = rights[window] * EACH_BYTE;
    long at = page;
    while (at >= 8 * PAGE && (states(at - 8 * PAGE) & mask) == mask) {
      at -= 8 * PAGE;
    }
    while (isActive(window, at - PAGE)) {
      at -= PAGE;
    }
    return at;
  }

  /** The rights bytes of eight pages. */
  private long states(long page) {
    return Raw.getLong(memory.rights() + page / PAGE);
  }

  private void set(int window, long newStart, long newEnd) {
    start[window] = newStart;
    end[window] = newEnd;
    if (hart != null) {
      Raw.putLong(hart, START_OFFSETS[window], newStart ^ FLIP);
    }
    putLength(window);
  }

  private void putLength(int window) {
    if (hart != null) {
      long length = end[window] - start[window];
      Raw.putLong(hart, LENGTH_OFFSETS[window], Math.max(0, length - 7) ^ FLIP);
      Raw.putLong(hart, GROUP_OFFSETS[window], Math.max(0, length - GROUP + 1) ^ FLIP);
    }
  }
}
