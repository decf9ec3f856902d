package dev.ferry.machine.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shared mappings of files, in all address spaces of a machine: what the page cache is to a host
 * kernel. Mappings of the same part of a file are the same pages of the host, whether they were
 * inherited by fork or made apart, as far as the host lets us ({@link HostPages}); and who reads or
 * writes the file finds what is in its pages, and the other way round.
 *
 * <p>An address space's lock is taken before this object's.
 */
public final class SharedFiles {
  private static final int PAGE = GuestMemory.PAGE;

  /** Longer mappings have their own pages: a mapping is read to its end when it is made. */
  private static final long MAX = 64L << 20;

  /**
   * A run of pages of a file, mapped once more by this object.
   *
   * @param offset byte of the file at its start
   * @param host address of this object's own mapping
   * @param common number of its first byte among those that several address spaces have in common
   * @param counted bytes that are counted as the guest's
   */
  private record Extent(long offset, long length, long host, long common, long counted) {
    long end() {
      return offset + length;
    }
  }

  private final AtomicLong committed;

  /** By {@link FilePages#identity}; runs of the same file do not overlap. */
  private final Map<Object, List<Extent>> extents = new HashMap<>();

  /** Address spaces that may have a shared mapping of a file. */
  private final Map<Object, Set<GuestMemory>> mappers = new ConcurrentHashMap<>();

  private volatile boolean several;

  /** How often pages have been given out, for {@link #sweep}. */
  private long attached;

  /**
   * Of a machine whose address spaces count their touched bytes there.
   *
   * @param committed the count of bytes
   */
  public SharedFiles(AtomicLong committed) {
    this.committed = committed;
  }

  /** There is a second process, or will be: from now on mappings may have to be in common. */
  public void expectSeveral() {
    several = true;
  }

  // ---- mappings ------------------------------------------------------------------------------

  /**
   * A mapping that is about to be inserted, as one or more, with the pages that others have of the
   * file or may come to have. The caller has the address space's lock.
   */
  List<Region> attach(GuestMemory memory, Region region) {
    FilePages file = region.file();
    Object key = file == null || !region.shared() ? null : file.identity();
    if (file == null || key == null) {
      return List.of(region);
    }
    mappers.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(memory);
    if (region.common() != 0 || !CommonPages.mayMap()) {
      return List.of(region);
    }
    synchronized (this) {
      long length = region.end() - region.start();
      boolean wanted =
          extents.containsKey(key) || file.isInMemory() || several && file.isWritable();
      if (!wanted || length > MAX || !memory.mayTouch(length / PAGE)) {
        return List.of(region);
      }
      attached++;
      return attach(memory, region, file, extents.computeIfAbsent(key, k -> new ArrayList<>()));
    }
  }

  private List<Region> attach(
      GuestMemory memory, Region region, FilePages file, List<Extent> known) {
    List<Region> parts = new ArrayList<>();
    long at = region.start();
    while (at < region.end()) {
      Region rest = region.from(at);
      Extent extent = find(known, rest.offset());
      if (extent == null) {
        long end = rest.offset() + (rest.end() - at);
        extent = read(file, rest.offset(), firstAfter(known, rest.offset(), end));
        if (extent == null) {
          parts.add(rest);
          break;
        }
        known.add(extent);
      }
      long inside = rest.offset() - extent.offset;
      at = Math.min(region.end(), at + extent.length - inside);
      Region part = rest.to(at).withCommon(extent.common + inside);
      long host = memory.base() + part.start();
      CommonPages.repeat(extent.host + inside, host, part);
      CommonPages.setFresh(memory, part);
      parts.add(part);
    }
    return parts;
  }

  private static @Nullable Extent find(List<Extent> known, long offset) {
    for (Extent extent : known) {
      if (extent.offset <= offset && offset < extent.end()) {
        return extent;
      }
    }
    return null;
  }

  /** Where the next run begins behind an offset; the limit where there is none before it. */
  private static long firstAfter(List<Extent> known, long offset, long limit) {
    long first = limit;
    for (Extent extent : known) {
      if (extent.offset > offset) {
        first = Math.min(first, extent.offset);
      }
    }
    return first;
  }

  private @Nullable Extent read(FilePages file, long offset, long end) {
    long length = end - offset;
    long host = HostPages.map(0, length, HostPages.PROT_READ_WRITE, HostPages.MAP_SHARED);
    if (host == -1) {
      return null;
    }
    long counted = 0;
    for (long at = 0; at < length; at += PAGE) {
      byte[] page = new byte[PAGE];
      try {
        file.read(offset + at, page);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!isZero(page)) {
        Raw.copyIn(page, 0, host + at, PAGE);
        counted += PAGE;
      }
    }
    committed.addAndGet(counted);
    return new Extent(offset, length, host, CommonPages.number(length), counted);
  }

  private static boolean isZero(byte[] page) {
    for (byte b : page) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A mapping has got pages that others may have in common: whoever maps the file gets them. */
  void adopt(GuestMemory memory, Region region) {
    FilePages file = region.file();
    Object key = file == null ? null : file.identity();
    if (key == null) {
      return;
    }
    long length = region.end() - region.start();
    synchronized (this) {
      List<Extent> known = extents.computeIfAbsent(key, k -> new ArrayList<>());
      long end = region.offset() + length;
      if (find(known, region.offset()) != null || firstAfter(known, region.offset(), end) < end) {
        return;
      }
      long host = HostPages.map(0, length, HostPages.PROT_NONE, HostPages.MAP_PRIVATE);
      if (host != -1) {
        CommonPages.repeat(memory.base() + region.start(), host, region);
        known.add(new Extent(region.offset(), length, host, region.common(), 0));
      }
    }
  }

  /** Whether an address space has, or had, a shared mapping of a file. */
  boolean isMapped(GuestMemory memory, Object key) {
    Set<GuestMemory> memories = mappers.get(key);
    return memories != null && memories.contains(memory);
  }

  /** The address space is no more. */
  void forget(GuestMemory memory) {
    mappers.values().removeIf(set -> set.remove(memory) && set.isEmpty());
  }

  /**
   * Gives back pages that no address space has any more.
   *
   * @param memories all there are
   */
  public void sweep(Collection<GuestMemory> memories) {
    long before;
    synchronized (this) {
      if (extents.isEmpty()) {
        return;
      }
      before = attached;
    }
    List<Region> live = new ArrayList<>();
    for (GuestMemory memory : memories) {
      for (Region region : memory.mappings().regions()) {
        if (region.common() != 0 && region.file() != null) {
          live.add(region);
        }
      }
    }
    synchronized (this) {
      if (before != attached) {
        return; // One that the list does not have: the next time will do.
      }
      for (List<Extent> known : extents.values()) {
        known.removeIf(extent -> !isMapped(extent, live) && free(extent));
      }
      extents.values().removeIf(List::isEmpty);
    }
  }

  private static boolean isMapped(Extent extent, List<Region> live) {
    for (Region region : live) {
      long inside = region.common() - extent.common;
      if (0 <= inside && inside < extent.length) {
        return true;
      }
    }
    return false;
  }

  private boolean free(Extent extent) {
    HostPages.unmap(extent.host, extent.length);
    committed.addAndGet(-extent.counted);
    return true;
  }

  // ---- files ---------------------------------------------------------------------------------

  /** Something that is done with the pages of a file in an address space, under its lock. */
  private interface Visit {
    /** A page of a mapping that has contents of its own. */
    void page(GuestMemory memory, Region region, long page, long offset);
  }

  /** Somebody is about to read bytes of a file: what was written to its pages is brought there. */
  public void beforeRead(@Nullable Object key, long offset, long length) {
    visit(
        key,
        offset,
        offset + length,
        (memory, region, page, at) -> memory.mappings().writeBack(region, page));
  }

  /** Somebody has written bytes of a file: its pages have them, too. */
  public void afterWrite(@Nullable Object key, long offset, byte[] bytes, int from, int length) {
    visit(
        key,
        offset,
        offset + length,
        (memory, region, page, at) -> {
          long first = Math.max(at, offset);
          long end = Math.min(at + PAGE, offset + length);
          long host = memory.base() + page + (first - at);
          Raw.copyIn(bytes, from + (int) (first - offset), host, (int) (end - first));
        });
  }

  /** A file has become that long: what follows in its pages is zero. */
  public void afterTruncate(@Nullable Object key, long size) {
    visit(
        key,
        size,
        Long.MAX_VALUE,
        (memory, region, page, at) -> {
          long first = Math.max(at, size);
          Raw.fill(memory.base() + page + (first - at), at + PAGE - first, (byte) 0);
        });
  }

  /** Visits the pages that hold bytes of a file from an offset to an end. */
  private void visit(@Nullable Object key, long offset, long end, Visit visit) {
    Set<GuestMemory> memories = key == null || mappers.isEmpty() ? null : mappers.get(key);
    if (memories == null || key == null) {
      return;
    }
    for (GuestMemory memory : memories) {
      synchronized (memory) {
        boolean some = false;
        for (Region region : memory.mappings().regions()) {
          FilePages file = region.file();
          if (region.shared() && file != null && key.equals(file.identity())) {
            some = true;
            visit(memory, region, offset, end, visit);
          }
        }
        if (!some) {
          memories.remove(memory);
        }
      }
    }
  }

  private static void visit(GuestMemory memory, Region region, long offset, long end, Visit visit) {
    long from = Math.max(offset, region.offset());
    long to = Math.min(end, region.offset() + (region.end() - region.start()));
    for (long at = from & -PAGE; at < to; at += PAGE) {
      long page = region.start() + (at - region.offset());
      if (region.common() != 0 || memory.isTouched(page)) {
        visit.page(memory, region, page, at);
      }
    }
  }
}
