package dev.ferry.machine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The regions of an address space in order of address. No two overlap, and neighbours that {@link
 * #joins} finds alike are one. It knows nothing of pages, and has no lock of its own.
 */
final class RegionTable {
  /** Nothing is placed below, where null pointers lead to (as vm.mmap_min_addr). */
  private static final long LOWEST = 0x10000;

  private final TreeMap<Long, Region> regions = new TreeMap<>();
  private int common;

  /** Bytes of all regions. */
  private long bytes;

  private long top;

  /** No address between here and {@link #top} is free: {@link #findFree} need not look there. */
  private long fullFrom = Long.MAX_VALUE;

  RegionTable(long top) {
    this.top = top;
  }

  /** Where {@link #findFree} starts to look downwards. */
  long top() {
    return top;
  }

  void setTop(long address) {
    top = address;
    fullFrom = Long.MAX_VALUE;
  }

  int size() {
    return regions.size();
  }

  /** All of them; the list is the caller's. */
  List<Region> all() {
    return new ArrayList<>(regions.values());
  }

  /** The region that holds the address, or null. */
  @Nullable Region at(long address) {
    Map.Entry<Long, Region> entry = regions.floorEntry(address);
    return entry != null && entry.getValue().end() > address ? entry.getValue() : null;
  }

  /** Those with an address in the range; the list is the caller's. */
  List<Region> in(long start, long end) {
    List<Region> found = new ArrayList<>();
    Map.Entry<Long, Region> first = regions.floorEntry(start);
    long from = first == null ? start : first.getKey();
    for (Region region : regions.subMap(from, true, end, false).values()) {
      if (region.end() > start) {
        found.add(region);
      }
    }
    return found;
  }

  /** Whether no address of the range is in a region. */
  boolean isFree(long start, long end) {
    Map.Entry<Long, Region> below = regions.lowerEntry(end);
    return below == null || below.getValue().end() <= start;
  }

  /** Whether every address of the range is in a region. */
  boolean covers(long start, long end) {
    long at = start;
    while (at < end) {
      Region region = at(at);
      if (region == null) {
        return false;
      }
      at = region.end();
    }
    return true;
  }

  /**
   * Lowest address of the highest gap of that many bytes below the top.
   *
   * @return -1 where there is none
   */
  long findFree(long length) {
    long end = Math.min(top, fullFrom);
    boolean full = true;
    while (true) {
      Map.Entry<Long, Region> below = regions.lowerEntry(end);
      long start = below == null ? LOWEST : below.getValue().end();
      if (end - start >= length && length > 0) {
        return end - length;
      }
      if (below == null) {
        return -1;
      }
      full &= start >= end;
      end = Math.min(end, below.getValue().start());
      if (full) {
        fullFrom = end;
      }
    }
  }

  /** Addresses up to there become free: {@link #findFree} has to look at them again. */
  void freed(long end) {
    if (end > fullFrom) {
      fullFrom = Long.MAX_VALUE;
    }
  }

  /** Splits regions at both ends of the range and gives those inside. */
  List<Region> cut(long start, long end) {
    splitAt(start);
    splitAt(end);
    return in(start, end);
  }

  private void splitAt(long address) {
    Region region = at(address);
    if (region != null && region.start() < address) {
      put(region.to(address));
      put(region.from(address));
    }
  }

  void remove(Region region) {
    drop(region.start());
  }

  void clear() {
    regions.clear();
    bytes = 0;
    countCommon(-common);
  }

  private void put(Region region) {
    drop(region.start());
    regions.put(region.start(), region);
    bytes += region.end() - region.start();
    countCommon(region.common() != 0 ? 1 : 0);
  }

  private void drop(long start) {
    Region old = regions.remove(start);
    if (old != null) {
      bytes -= old.end() - old.start();
      countCommon(old.common() != 0 ? -1 : 0);
    }
  }

  private void countCommon(int more) {
    common += more;
    CommonPages.count(more);
  }

  /** Bytes of all of them. */
  long bytes() {
    return bytes;
  }

  /** How many regions have common pages. */
  int common() {
    return common;
  }

  /** Puts a region in the place of the one with the same addresses. */
  void replace(Region region) {
    put(region);
  }

  /** Adds a region where all is free, as a part of its neighbours if it joins them. */
  void insert(Region region) {
    Map.Entry<Long, Region> below = regions.lowerEntry(region.start());
    Region merged = region;
    if (below != null && joins(below.getValue(), region)) {
      merged = below.getValue().to(region.end());
      drop(below.getKey());
    }
    Region above = regions.get(region.end());
    if (above != null && joins(merged, above)) {
      drop(region.end());
      merged = merged.to(above.end());
    }
    put(merged);
  }

  private static boolean joins(Region low, Region high) {
    return low.end() == high.start()
        && low.rights() == high.rights()
        && low.file() == null
        && low.common() == 0
        && high.common() == 0
        && high.file() == null
        && low.shared() == high.shared()
        && low.name().equals(high.name());
  }
}
