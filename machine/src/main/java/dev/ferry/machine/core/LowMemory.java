package dev.ferry.machine.core;

/**
 * The one place in the host's address space whose addresses fit into the displacement of an x86
 * instruction: below 2 GiB. An access to guest memory that lies there takes one instruction, where
 * it takes three to add an address of 64 bits. Nothing but {@code mmap} can ask for it, so this
 * works where the JVM lets us call it, and for one address space at a time.
 */
final class LowMemory {
  private LowMemory() {}

  /**
   * Above what is linked to fixed addresses, below where the launcher lets the JVM's heap begin.
   */
  private static final long START = 0x1000_0000L;

  private static final boolean HELPS = System.getProperty("os.arch", "").equals("amd64");

  private static boolean refused;
  private static boolean taken;

  /** Bytes from START that are ours, taken or not. */
  private static long held;

  /** Reserves zeroed memory that is committed on first touch; 0 if there is none to be had. */
  static synchronized long reserve(long bytes) {
    if (taken || refused) {
      return 0;
    }
    if (held == 0) {
      long address =
          HELPS ? map(START, bytes, HostPages.PROT_READ_WRITE, HostPages.MAP_FIXED_NOREPLACE) : -1;
      if (address != START && address > 0) {
        map(
            address,
            bytes,
            HostPages.PROT_NONE,
            HostPages.MAP_FIXED); // An old kernel takes the address for a hint.
      }
      held = address == START ? bytes : 0;
      refused = held == 0;
      taken = held != 0;
    } else if (bytes <= held) {
      taken = map(START, bytes, HostPages.PROT_READ_WRITE, HostPages.MAP_FIXED) == START;
    }
    return taken ? START : 0;
  }

  /** Gives the pages back to the host, and keeps the addresses for the next. */
  static synchronized void release() {
    long unused = map(START, held, HostPages.PROT_NONE, HostPages.MAP_FIXED);
    taken = false;
  }

  private static long map(long address, long bytes, int protection, int flags) {
    return HostPages.map(address, bytes, protection, HostPages.MAP_PRIVATE | flags);
  }
}
