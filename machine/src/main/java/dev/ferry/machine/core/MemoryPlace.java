package dev.ferry.machine.core;

/**
 * Where an address space lies in the host's memory, and the owner of that; it must not refer to the
 * {@link GuestMemory}, which would never be collected otherwise.
 *
 * @param address of the reservation
 * @param rights host address of the rights of page 0
 * @param base host address of guest address 0
 * @param low whether it is {@link LowMemory}
 */
public record MemoryPlace(long address, long rights, long base, boolean low) {
  private static final int PAGE = GuestMemory.PAGE;

  /**
   * @param address of {@link #bytes} reserved bytes
   * @param limit size of the address space
   */
  static MemoryPlace of(long address, long limit, boolean low) {
    long rights = (address + PAGE - 1) & -PAGE;
    long base = (rights + limit / PAGE + PAGE - 1) & -PAGE;
    return new MemoryPlace(address, rights, base, low);
  }

  /** Bytes to reserve for an address space of that size. */
  static long bytes(long limit) {
    return limit + limit / PAGE + 2L * PAGE;
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
