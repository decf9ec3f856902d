package dev.ferry.machine.jit;

import java.util.Arrays;
import java.util.Set;

/**
 * Where the code of a region lies.
 *
 * @param starts of its blocks, in order
 * @param ends of the blocks
 * @param low address of its first byte
 * @param high address behind its last byte
 * @param cold where it was left out because it had not been executed
 */
record Extent(long[] starts, long[] ends, long low, long high, Set<Long> cold) {
  static Extent of(Region region) {
    int count = region.blocks.size();
    long[] starts = new long[count];
    long[] ends = new long[count];
    int k = 0;
    for (Region.Block block : region.blocks.values()) {
      starts[k] = block.start;
      ends[k++] = block.next;
    }
    return new Extent(starts, ends, region.low, region.high, region.cold);
  }

  /** This, with a range that reaches over an older translation as well. */
  Extent covering(Extent older) {
    return new Extent(starts, ends, Math.min(low, older.low), Math.max(high, older.high), cold);
  }

  /** Whether an instruction at the address is part of it. */
  boolean contains(long pc) {
    int at = Arrays.binarySearch(starts, pc);
    return at >= 0 || at < -1 && pc < ends[-at - 2];
  }

  /** Whether the address is among its code or would be if it had been executed. */
  boolean isNear(long pc) {
    return low <= pc && pc < high || cold.contains(pc);
  }

  boolean overlaps(long start, long end) {
    return low < end && high > start;
  }
}
