package dev.ferry.machine.jit;

import dev.ferry.machine.interpreter.CodeCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where the code of a region lies.
 *
 * @param starts of its blocks, in order
 * @param ends of the blocks
 * @param low address of its first byte
 * @param high address behind its last byte
 * @param cold where it was left out because it had not been executed
 * @param ways where it can be entered beside its start
 * @param switches its indirect jumps that are no calls and no returns
 */
record Extent(
    long[] starts,
    long[] ends,
    long low,
    long high,
    Set<Long> cold,
    List<Long> ways,
    List<Long> switches) {
  static Extent of(Region region) {
    int count = region.blocks.size();
    long[] starts = new long[count];
    long[] ends = new long[count];
    List<Long> switches = new ArrayList<>();
    int k = 0;
    for (Region.Block block : region.blocks.values()) {
      starts[k] = block.start;
      ends[k++] = block.next;
      if (block.end == Region.End.INDIRECT && Region.isSwitch(block.instructions.getLast())) {
        switches.add(block.instructions.getLast().pc);
      }
    }
    return new Extent(starts, ends, region.low, region.high, region.cold, region.ways, switches);
  }

  /** This, with a range that reaches over an older translation as well. */
  Extent covering(Extent older) {
    return new Extent(
        starts, ends, Math.min(low, older.low), Math.max(high, older.high), cold, ways, switches);
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

  /** From now on one of its indirect jumps goes to an address: which does not matter, they meet. */
  void addWay(long pc, CodeCache cache) {
    if (!switches.isEmpty()) {
      cache.addWay(switches.getFirst(), pc);
    }
  }

  /** Whether an indirect jump of it has gone to an address. */
  boolean goesTo(long pc, CodeCache cache) {
    for (long from : switches) {
      if (cache.ways(from).contains(pc)) {
        return true;
      }
    }
    return false;
  }

  boolean overlaps(long start, long end) {
    return low < end && high > start;
  }
}
