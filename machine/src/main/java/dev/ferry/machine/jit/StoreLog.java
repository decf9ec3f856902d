package dev.ferry.machine.jit;

import dev.ferry.machine.core.GuestMemory;
import java.util.Arrays;

/** Stores in the order they were made, with what was there before: enough to take them back. */
final class StoreLog {
  private long[] addresses = new long[64];
  private long[] before = new long[64];
  private long[] after = new long[64];
  private int[] sizes = new int[64];
  private int count;

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  long address(int i) {
    return addresses[i];
  }

  int size(int i) {
    return sizes[i];
  }

  /** A store is about to be made. */
  void add(GuestMemory memory, long address, int size) {
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * count);
      before = Arrays.copyOf(before, 2 * count);
      after = Arrays.copyOf(after, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    addresses[count] = address;
    sizes[count] = size;
    before[count++] = memory.loadSlow(address, size);
  }

  /** Takes all stores back; what they had left is remembered. */
  void undo(GuestMemory memory) {
    for (int i = 0; i < count; i++) {
      after[i] = memory.loadSlow(addresses[i], sizes[i]);
    }
    for (int i = count - 1; i >= 0; i--) {
      memory.storeSlow(addresses[i], before[i], sizes[i]);
    }
  }

  /** The first store whose bytes are not in memory as they were before {@link #undo}, or -1. */
  int firstDifference(GuestMemory memory) {
    for (int i = 0; i < count; i++) {
      if (memory.loadSlow(addresses[i], sizes[i]) != after[i]) {
        return i;
      }
    }
    return -1;
  }
}
