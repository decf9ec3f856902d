package dev.ferry.machine.jit;

import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import jdk.internal.misc.Unsafe;

/** What generated classes call; small, so that HotSpot inlines it. */
public final class Support {
  private Support() {}

  /** For raw access without another call in between. */
  public static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Deepest nesting of translated calls on the host's stack. */
  public static final int MAX_DEPTH = 60_000;

  /**
   * Whether the host's own arithmetic gives result and flags: NX has risen, rounding to nearest.
   */
  public static boolean fast(Hart h) {
    return (h.fflags & 1) != 0 && h.frm == 0;
  }

  /** A fence that lets no later load pass an earlier store. */
  public static void fullFence() {
    UNSAFE.fullFence();
  }

  /** A fence that orders everything but store before load. */
  public static void lightFence() {
    UNSAFE.loadFence();
    UNSAFE.storeFence();
  }

  /**
   * Commits the pages of a group of accesses.
   *
   * @return false where one of them is misaligned or would fault: then they go one by one
   */
  public static boolean prepare(Hart h, long address, long span, int right, int alignment) {
    if ((address & alignment - 1) != 0) {
      return false;
    }
    try {
      h.memory().checkRange(address, span, right);
      return Long.compareUnsigned(address, h.limit - 8192) < 0;
    } catch (GuestTrap e) {
      return false;
    }
  }
}
