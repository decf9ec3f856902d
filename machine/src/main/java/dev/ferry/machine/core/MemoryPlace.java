package dev.ferry.machine.core;

/**
 * Where an address space lies in the host's memory, and the owner of that; it must not refer to the
 * {@link GuestMemory}, which would never be collected otherwise.
 *
 * @param address of the reservation
 * @param windows host address of the bounds of {@link #WINDOWS} windows, {@link #WINDOW_BYTES}
 *     each: runs of pages that may be accessed without a look at their rights
 * @param rights host address of the rights of page 0
 * @param base host address of guest address 0
 * @param low whether it is {@link LowMemory}
 */
public record MemoryPlace(long address, long windows, long rights, long base, boolean low) {
  public static final int WINDOWS = 8;
  public static final int WINDOW_BYTES = 32;

  /** Offset of the guest address where a window starts, its top bit turned over. */
  public static final int WINDOW_START = 0;

  /**
   * Offset of a window's length, its top bit turned over: as many bytes as addresses at which eight
   * bytes can be accessed.
   */
  public static final int WINDOW_LENGTH = 8;

  /** The same where an access is one of {@link #GROUP_BYTES}. */
  public static final int WINDOW_GROUP_LENGTH = 16;

  public static final int GROUP_BYTES = 2048;
  private static final int PAGE = GuestMemory.PAGE;

  /**
   * @param address of {@link #bytes} reserved bytes
   * @param limit size of the address space
   */
  static MemoryPlace of(long address, long limit, boolean low) {
    long windows = (address + PAGE - 1) & -PAGE;
    long rights = windows + PAGE;
    long base = (rights + limit / PAGE + PAGE - 1) & -PAGE;
    return new MemoryPlace(address, windows, rights, base, low);
  }

  /** Bytes to reserve for an address space of that size. */
  static long bytes(long limit) {
    return limit + limit / PAGE + 3L * PAGE;
  }

  /** Gives the memory back. */
  public void release() {
    if (low) {
      LowMemory.release();
    } else {
      Raw.release(address);
    }
  }
}
