package dev.ferry.machine.core;

import dev.ferry.machine.core.GuestTrap.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is mapped in an address space, and what mmap and its relatives do to that: a {@link
 * RegionTable} under the lock of the {@link GuestMemory}, and the states of the pages, which follow
 * it. Ranges go from their first address to the first one behind them, and consist of whole pages
 * of the address space: {@link #map}, {@link #unmap}, {@link #discard} and {@link #protect} throw
 * an {@link IllegalArgumentException} where one does not.
 */
public final class Mappings {
  private static final int PAGE = GuestMemory.PAGE;

  private static final int MANY = 1000;

  private final GuestMemory memory;
  private final RegionTable regions;

  /** Whether several threads run, or have. */
  private boolean threads;

  /** Of an address space where nothing is mapped. */
  Mappings(GuestMemory memory, long limit) {
    this.memory = memory;
    this.regions = new RegionTable(limit);
  }

  /** The mapping that holds the address, or null. */
  public @Nullable Region regionAt(long address) {
    synchronized (memory) {
      return regions.at(address);
    }
  }

  /** All mappings in order of address, as they are now. */
  public List<Region> regions() {
    synchronized (memory) {
      return regions.all();
    }
  }

  /** How many mappings there are. */
  public int count() {
    synchronized (memory) {
      return regions.size();
    }
  }

  /** Bytes of the address space that are mapped. */
  public long bytes() {
    synchronized (memory) {
      return regions.bytes();
    }
  }

  /** Bytes of a range that are mapped. */
  public long bytesIn(long start, long end) {
    synchronized (memory) {
      long sum = 0;
      for (Region region : regions.in(start, end)) {
        sum += Math.min(end, region.end()) - Math.max(start, region.start());
      }
      return sum;
    }
  }

  /** How many of them have pages in common with other address spaces. */
  int commonCount() {
    synchronized (memory) {
      return regions.common();
    }
  }

  /** The address space is no more, and its pages have gone with it. */
  void clear() {
    synchronized (memory) {
      regions.clear();
    }
  }

  /** Whether no page of the range is mapped. */
  public boolean isFree(long start, long end) {
    synchronized (memory) {
      return regions.isFree(start, end);
    }
  }

  /** Whether every page of the range is mapped. */
  public boolean covers(long start, long end) {
    synchronized (memory) {
      return regions.covers(start, end);
    }
  }

  /** Whether a shared mapping of a file that was not opened for writing lies in the range. */
  public boolean hasReadOnlyFile(long start, long end) {
    synchronized (memory) {
      for (Region region : regions.in(start, end)) {
        FilePages file = region.file();
        if (region.shared() && file != null && !file.isWritable()) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * The number that a byte has in all address spaces that have it in common, or 0 where this is the
   * only one.
   */
  public long commonByte(long address) {
    Region region = regionAt(address);
    return region == null || region.common() == 0
        ? 0
        : region.common() + (address - region.start());
  }

  /**
   * Lowest address of the highest gap of that many bytes below the top.
   *
   * @return -1 where there is none
   */
  public long findFree(long length) {
    synchronized (memory) {
      return regions.findFree(length);
    }
  }

  /** Where {@link #findFree} starts to look downwards. */
  public void setTop(long address) {
    regions.setTop(address);
  }

  long top() {
    return regions.top();
  }

  /** Maps pages, replacing what was there. All zero, or from the file on first touch. */
  public void map(Region region) {
    synchronized (memory) {
      unmap(region.start(), region.end());
      int grant = effective(region.rights());
      for (long page = region.start(); page < region.end(); page += PAGE) {
        memory.setGrant(page, grant, false);
      }
      shareWithOwn(region);
      for (Region part : memory.sharedFiles().attach(memory, region)) {
        regions.insert(commonForThreads(part));
      }
    }
  }

  /**
   * Part of a file is about to be mapped once more: what is mapped of it already becomes common, so
   * that both are the same pages. With threads it stays as it is, as they may be writing to it; so
   * it does among very many mappings, which would take long to look at each time.
   */
  private void shareWithOwn(Region next) {
    FilePages file = next.file();
    Object key = file == null || !next.shared() ? null : file.identity();
    if (key == null
        || threads
        || regions.size() > MANY
        || !memory.sharedFiles().isMapped(memory, key)) {
      return;
    }
    for (Region own : regions.all()) {
      FilePages other = own.file();
      boolean meets =
          own.offset() < next.offset() + (next.end() - next.start())
              && next.offset() < own.offset() + (own.end() - own.start());
      if (meets && own.shared() && other != null && key.equals(other.identity())) {
        share(own);
      }
    }
  }

  /** Makes the pages of a mapping common, as far as that is possible. */
  private Region share(Region own) {
    Region region = CommonPages.make(memory, own);
    if (region.common() != own.common()) {
      regions.replace(region);
      memory.sharedFiles().adopt(memory, region);
    }
    return region;
  }

  /** As {@link #map(Region)} with zero pages. */
  public void map(long start, long end, int rights, String name) {
    map(new Region(start, end, rights, false, null, 0, name));
  }

  /** A writable page is readable as well (Privileged Architecture: W without R is reserved). */
  private static int effective(int rights) {
    return (rights & GuestMemory.WRITE) != 0 ? rights | GuestMemory.READ : rights;
  }

  /** Removes mappings; what was not mapped stays so. Shared file pages are written back. */
  public void unmap(long start, long end) {
    synchronized (memory) {
      checkPages(start, end);
      regions.freed(end);
      boolean code = false;
      for (Region region : regions.cut(start, end)) {
        writeBack(region);
        code |= isCode(region);
        regions.remove(region);
        forgetPages(region);
        CommonPages.leave(memory, region);
      }
      if (code) {
        memory.codeChanged(start, end);
      }
    }
  }

  private void forgetPages(Region region) {
    for (long page = region.start(); page < region.end(); page += PAGE) {
      memory.release(page, GuestMemory.USED);
    }
  }

  private static boolean isCode(Region region) {
    return (region.rights() & GuestMemory.EXECUTE) != 0;
  }

  /** Gives pages back as MADV_DONTNEED does: the next touch sees zeros or the file again. */
  public void discard(long start, long end) {
    synchronized (memory) {
      checkPages(start, end);
      for (Region region : regions.in(start, end)) {
        if (region.shared()) {
          continue;
        }
        long from = Math.max(start, region.start());
        long to = Math.min(end, region.end());
        for (long page = from; page < to; page += PAGE) {
          memory.drop(page);
        }
        if (isCode(region)) {
          memory.codeChanged(from, to);
        }
      }
    }
  }

  /**
   * Changes rights.
   *
   * @return false where a page of the range is not mapped; then nothing is changed
   */
  public boolean protect(long start, long end, int newRights) {
    synchronized (memory) {
      checkPages(start, end);
      if (!regions.covers(start, end)) {
        return false;
      }
      boolean code = false;
      int grant = effective(newRights);
      for (Region region : regions.cut(start, end)) {
        code |= ((region.rights() | newRights) & GuestMemory.EXECUTE) != 0;
        boolean writesBack = region.shared() && region.file() != null;
        if ((grant & GuestMemory.WRITE) == 0) {
          writeBack(region); // Afterwards nothing tells that pages have been written.
        }
        regions.remove(region);
        for (long page = region.start(); page < region.end(); page += PAGE) {
          memory.setGrant(page, grant, writesBack);
        }
        regions.insert(region.withRights(newRights));
      }
      if (code) {
        memory.codeChanged(start, end);
      }
      return true;
    }
  }

  /** Moves pages to another place, as mremap does; both ranges have the same length. */
  public void move(long from, long to, long length) {
    synchronized (memory) {
      List<Region> moved = regions.cut(from, from + length);
      regions.freed(from + length);
      unmap(to, to + length);
      boolean code = false;
      for (Region region : moved) {
        code |= isCode(region);
        regions.remove(region);
        movePages(region, to - from);
        CommonPages.leave(memory, region);
        regions.insert(region.at(region.start() - from + to, region.end() - from + to));
      }
      if (code) {
        memory.codeChanged(from, from + length);
      }
    }
  }

  private void movePages(Region region, long distance) {
    boolean common = region.common() != 0;
    long base = memory.base();
    if (common) {
      CommonPages.repeat(base + region.start(), base + region.start() + distance, region);
    }
    for (long page = region.start(); page < region.end(); page += PAGE) {
      long target = page + distance;
      int state = memory.state(page);
      int used = GuestMemory.USED;
      if (common) {
        memory.putRights(target, state);
      } else if (memory.isTouched(page)) {
        Raw.copy(base + page, base + target, PAGE);
        memory.putRights(target, state);
      } else {
        memory.putRights(target, state & ~used | memory.state(target) & used);
      }
      memory.putRights(page, state & used);
    }
  }

  /** Writes changed pages of shared file mappings back. */
  public void sync(long start, long end) {
    synchronized (memory) {
      for (Region region : regions.in(start, end)) {
        writeBack(region);
      }
    }
  }

  private void writeBack(Region region) {
    FilePages file = region.file();
    if (file == null || !region.shared()) {
      return;
    }
    for (long page = region.start(); page < region.end(); page += PAGE) {
      writeBack(region, page);
    }
  }

  /** Writes a page of a shared mapping back to its file, if it has been written. */
  void writeBack(Region region, long page) {
    FilePages file = region.file();
    if (file != null && (memory.state(page) & GuestMemory.WRITE) != 0) {
      try {
        file.write(region.offset() + (page - region.start()), memory.pageContents(page));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A second thread is about to run. Pages become common while nobody writes to them, so those that
   * threads share with processes they fork are made so now: shared mappings of no file. One of a
   * file waits for a fork, as it would have to be read as a whole.
   */
  public void expectThreads() {
    synchronized (memory) {
      if (!threads) {
        threads = true;
        for (Region region : regions.all()) {
          regions.replace(commonForThreads(region));
        }
      }
    }
  }

  private Region commonForThreads(Region region) {
    return threads && region.file() == null ? CommonPages.make(memory, region) : region;
  }

  /**
   * Copies another address space, page by page, as fork does.
   *
   * @return whether pages of the other have become common by that
   */
  public boolean copyFrom(GuestMemory parent) {
    boolean some = false;
    synchronized (parent) {
      RegionTable parents = parent.mappings().regions;
      for (Region own : parents.all()) {
        Region region = parent.mappings().share(own);
        if (region.common() != 0 && !CommonPages.mayMap()) {
          throw new OutOfMemoryError("too many mappings of shared pages");
        }
        some |= region.common() != own.common();
        map(region);
        copyPages(parent, region);
      }
      regions.setTop(parents.top());
    }
    return some;
  }

  private void copyPages(GuestMemory parent, Region region) {
    boolean common = region.common() != 0;
    if (common) {
      CommonPages.repeat(parent.base() + region.start(), memory.base() + region.start(), region);
    }
    for (long page = region.start(); page < region.end(); page += PAGE) {
      if (parent.isTouched(page)) {
        if (!memory.countPage()) {
          throw new GuestTrap(Cause.OUT_OF_MEMORY, page);
        }
        int state = parent.state(page);
        if (!common) {
          Raw.copy(parent.base() + page, memory.base() + page, PAGE);
          state |= GuestMemory.USED;
        }
        memory.putRights(page, state);
      }
    }
  }

  /**
   * Replaces all mappings as a snapshot has them; no page of the new ones has been touched. Nothing
   * is written back. The caller has the lock.
   */
  void replaceAll(List<Region> newRegions, long newTop) {
    for (Region region : regions.all()) {
      forgetPages(region);
      if (!newRegions.contains(region)) {
        CommonPages.leave(memory, region);
      }
      if (isCode(region)) {
        memory.codeChanged(region.start(), region.end());
      }
    }
    regions.clear();
    for (Region region : newRegions) {
      map(region);
    }
    regions.setTop(newTop);
  }

  private void checkPages(long start, long end) {
    if (((start | end) & PAGE - 1) != 0 || start < 0 || end < start || end > memory.limit()) {
      throw new IllegalArgumentException(
          "range 0x" + Long.toHexString(start) + " to 0x" + Long.toHexString(end));
    }
  }
}
