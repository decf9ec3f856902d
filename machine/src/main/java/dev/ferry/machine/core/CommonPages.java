package dev.ferry.machine.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shared mappings whose pages several address spaces have in common: the same pages of the host, at
 * a place in each. They become common at the first fork, or before it where there are threads.
 * Callers have the address space's lock.
 */
final class CommonPages {
  private CommonPages() {}

  /** Where the numbers of common bytes go on; 0 is none. */
  private static final AtomicLong NEXT = new AtomicLong(GuestMemory.PAGE);

  /**
   * How many mappings with common pages there may be in the JVM. Each takes one or two of the
   * host's, of which a process has some 65,000 (vm.max_map_count).
   */
  private static final int MAX = 16384;

  private static final AtomicInteger MAPPINGS = new AtomicInteger();

  /** Shared mappings of files that are larger are copied by fork. */
  private static final long MAX_FILE = 64L << 20;

  /**
   * Makes the pages of a shared mapping such that others can have them in common, as far as the
   * host lets us; files are read to the end of the mapping. Where it has been touched, other
   * threads of the process must not write to it meanwhile.
   *
   * @return the mapping, which has {@link Region#common} if that was possible
   */
  static Region make(GuestMemory memory, Region region) {
    long length = region.end() - region.start();
    if (region.common() != 0 || !mayBeCommon(region) || !mayMap()) {
      return region;
    }
    if (region.file() != null) {
      for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
        if (!region.isBehindFile(page)) {
          memory.touch(page, GuestMemory.READ);
        }
      }
    }
    long copy = isTouched(memory, region) ? Raw.reserve(length) : 0;
    try {
      long host = memory.base() + region.start();
      copyTouched(memory, region, host, copy);
      int flags = HostPages.MAP_SHARED | HostPages.MAP_FIXED;
      if (HostPages.map(host, length, HostPages.PROT_READ_WRITE, flags) != host) {
        return region;
      }
      copyTouched(memory, region, copy, host);
    } finally {
      if (copy != 0) {
        Raw.release(copy);
      }
    }
    setFresh(memory, region);
    return region.withCommon(number(length));
  }

  /** The number of the first of that many common bytes; none follows on the last. */
  static long number(long length) {
    return NEXT.getAndAdd(length + GuestMemory.PAGE);
  }

  /** The host's pages have been replaced: none has contents that are to be cleared. */
  static void setFresh(GuestMemory memory, Region region) {
    for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
      memory.putRights(page, memory.state(page) & ~GuestMemory.USED);
    }
  }

  /** Whether the host lets us have one more mapping of common pages. */
  static boolean mayMap() {
    return HostPages.isAvailable() && MAPPINGS.get() < MAX;
  }

  /** There are more mappings with common pages, or fewer. */
  static void count(int more) {
    if (more != 0) {
      MAPPINGS.addAndGet(more);
    }
  }

  private static boolean mayBeCommon(Region region) {
    return region.shared()
        && (region.file() == null
            || (region.rights() & (GuestMemory.READ | GuestMemory.WRITE)) != 0
                && region.end() - region.start() <= MAX_FILE);
  }

  private static boolean isTouched(GuestMemory memory, Region region) {
    for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
      if (memory.isTouched(page)) {
        return true;
      }
    }
    return false;
  }

  /** Copies the pages that the guest has touched between two places in the host's memory. */
  private static void copyTouched(GuestMemory memory, Region region, long from, long to) {
    for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
      if (memory.isTouched(page)) {
        long offset = page - region.start();
        Raw.copy(from + offset, to + offset, GuestMemory.PAGE);
      }
    }
  }

  /** Has common pages at a second place in the host's memory, too. */
  static void repeat(long from, long to, Region region) {
    if (!HostPages.repeat(from, to, region.end() - region.start())) {
      throw new OutOfMemoryError("the host does not map shared pages twice");
    }
  }

  /**
   * The pages of a mapping that is gone, if they were common, are the address space's own again.
   */
  static void leave(GuestMemory memory, Region region) {
    if (region.common() != 0) {
      int flags = HostPages.MAP_PRIVATE | HostPages.MAP_FIXED;
      long length = region.end() - region.start();
      long host = memory.base() + region.start();
      long unused = HostPages.map(host, length, HostPages.PROT_READ_WRITE, flags);
      for (long page = region.start(); page < region.end(); page += GuestMemory.PAGE) {
        memory.putRights(page, 0);
      }
    }
  }
}
