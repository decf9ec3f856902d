package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;

/**
 * The list of locks that a thread holds, which it has told with set_robust_list: when it ends they
 * are marked as left by a dead owner, and one who waits is woken (robust-futex-ABI).
 */
public final class RobustList {
  private RobustList() {}

  /** A longer list is taken for a circle. */
  private static final int MAX_ENTRIES = 2048;

  static final int TID_MASK = 0x3fffffff;
  static final int OWNER_DIED = 0x40000000;
  static final int WAITERS = 0x80000000;

  /** Bit 0 of an entry's address says that the lock passes priorities on. */
  private static final long FLAGS = 1;

  /** Gives up all locks of a thread that ends or becomes another program. */
  public static void leave(GuestThread t) {
    long head = t.robustList;
    t.robustList = 0;
    if (head == 0) {
      return;
    }
    try {
      int word = t.process().wordSize();
      long offset = word == 8 ? Arguments.word(t, head + word) : t.memory().readInt(head + word);
      long begun = Arguments.word(t, head + 2L * word) & ~FLAGS;
      long entry = Arguments.word(t, head) & ~FLAGS;
      for (int i = 0; i < MAX_ENTRIES && entry != head && entry != 0; i++) {
        long next = Arguments.word(t, entry) & ~FLAGS;
        if (entry != begun) {
          abandon(t, entry + offset);
        }
        entry = next;
      }
      if (begun != 0) {
        abandon(t, begun + offset);
      }
    } catch (GuestTrap e) {
      // The list is not mapped any more: as Linux, say nothing.
    }
  }

  private static void abandon(GuestThread t, long address) {
    if ((address & 3) != 0) {
      return;
    }
    GuestMemory memory = t.memory();
    int old;
    do {
      old = memory.readIntVolatile(address);
      if ((old & TID_MASK) != t.tid()) {
        return;
      }
    } while (!memory.compareAndSetInt(address, old, old & WAITERS | OWNER_DIED));
    if ((old & WAITERS) != 0) {
      Futexes.Word word = Futexes.Word.of(t, address, false);
      int unused = word.queues().wake(word.key(), 1, -1);
    }
  }
}
