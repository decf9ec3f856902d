package dev.ferry.machine.core;

import org.jspecify.annotations.Nullable;

/**
 * A run of mapped pages with the same rights and origin, as a line of {@code /proc/self/maps}.
 *
 * @param start first address, a multiple of the page size
 * @param end first address behind it, a multiple of the page size
 * @param rights {@link GuestMemory#READ} and so on
 * @param shared whether writes go to the file, and are seen by processes that are forked
 * @param file where the pages come from, null for zeros
 * @param offset byte of the file at {@code start}
 * @param common number of the first byte among those that several address spaces have in common, 0
 *     where the pages are this one's only
 * @param name for messages, may be empty
 */
public record Region(
    long start,
    long end,
    int rights,
    boolean shared,
    @Nullable FilePages file,
    long offset,
    long common,
    String name) {

  /** Pages of one address space only. */
  public Region(
      long start,
      long end,
      int rights,
      boolean shared,
      @Nullable FilePages file,
      long offset,
      String name) {
    this(start, end, rights, shared, file, offset, 0, name);
  }

  /** Whether a page of it is one behind the end of the file. */
  boolean isBehindFile(long page) {
    return file != null && offset + (page - start) >= file.fileSize();
  }

  Region from(long newStart) {
    long skipped = newStart - start;
    long newCommon = common == 0 ? 0 : common + skipped;
    return new Region(newStart, end, rights, shared, file, offset + skipped, newCommon, name);
  }

  Region to(long newEnd) {
    return new Region(start, newEnd, rights, shared, file, offset, common, name);
  }

  Region withRights(int newRights) {
    return new Region(start, end, newRights, shared, file, offset, common, name);
  }

  Region at(long newStart, long newEnd) {
    return new Region(newStart, newEnd, rights, shared, file, offset, common, name);
  }

  Region withCommon(long newCommon) {
    return new Region(start, end, rights, shared, file, offset, newCommon, name);
  }
}
