package dev.ferry.binutils.dwarf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A function, or the body of one inlined into another, with the addresses it occupies. */
final class FunctionEntry {
  private @Nullable String name;
  private @Nullable String linkageName;
  private final long origin;
  private final boolean inlined;
  private final int callFile;
  private final int callLine;
  private final @Nullable FunctionEntry parent;
  private long[] ranges = {};

  FunctionEntry(
      @Nullable String name,
      @Nullable String linkageName,
      long origin,
      boolean inlined,
      int callFile,
      int callLine,
      @Nullable FunctionEntry parent) {
    this.name = name;
    this.linkageName = linkageName;
    this.origin = origin;
    this.inlined = inlined;
    this.callFile = callFile;
    this.callLine = callLine;
    this.parent = parent;
  }

  @Nullable String name() {
    return name;
  }

  @Nullable String linkageName() {
    return linkageName;
  }

  long origin() {
    return origin;
  }

  boolean isInlined() {
    return inlined;
  }

  int callFile() {
    return callFile;
  }

  int callLine() {
    return callLine;
  }

  @Nullable FunctionEntry parent() {
    return parent;
  }

  void resolve(@Nullable String resolvedName, @Nullable String resolvedLinkageName) {
    name = resolvedName;
    linkageName = resolvedLinkageName;
  }

  void addRange(long from, long to) {
    if (Long.compareUnsigned(from, to) < 0) {
      ranges = Arrays.copyOf(ranges, ranges.length + 2);
      ranges[ranges.length - 2] = from;
      ranges[ranges.length - 1] = to;
    }
  }

  /** Pairs of addresses, the second exclusive. */
  long[] ranges() {
    return ranges;
  }

  boolean hasRanges() {
    return ranges.length > 0;
  }

  /** Size of the range that holds the address, or -1. */
  long covers(long address) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (Long.compareUnsigned(address, ranges[i]) >= 0
          && Long.compareUnsigned(address, ranges[i + 1]) < 0) {
        return ranges[i + 1] - ranges[i];
      }
    }
    return -1;
  }
}
