package dev.ferry.machine.core;

import org.jspecify.annotations.Nullable;

/**
 * A run of mapped pages with the same rights and origin, as a line of {@code /proc/self/maps}.
 *
 * @param start first address, a multiple of the page size
 * @param end first address behind it, a multiple of the page size
 * @param rights {@link GuestMemory#READ} and so on
 * @param shared whether writes go to the file
 * @param file where the pages come from, null for zeros
 * @param offset byte of the file at {@code start}
 * @param name for messages, may be empty
 */
public record Region(
    long start,
    long end,
    int rights,
    boolean shared,
    @Nullable FilePages file,
    long offset,
    String name) {

  Region from(long newStart) {
    return new Region(newStart, end, rights, shared, file, offset + (newStart - start), name);
  }

  Region to(long newEnd) {
    return new Region(start, newEnd, rights, shared, file, offset, name);
  }

  Region withRights(int newRights) {
    return new Region(start, end, newRights, shared, file, offset, name);
  }

  Region at(long newStart, long newEnd) {
    return new Region(newStart, newEnd, rights, shared, file, offset, name);
  }
}
