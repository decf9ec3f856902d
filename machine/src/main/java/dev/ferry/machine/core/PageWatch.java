package dev.ferry.machine.core;

/**
 * Pages whose accesses a debugger wants to see.
 *
 * @param pages addresses, multiples of the page size
 * @param rights which accesses: {@link GuestMemory#READ}, {@link GuestMemory#WRITE} or both
 */
public record PageWatch(long[] pages, int rights) {
  /** Watches nothing. */
  public static final PageWatch NONE = new PageWatch(new long[0], 0);

  /** The accesses of a page that are watched. */
  int rights(long page) {
    for (long watched : pages) {
      if (watched == page) {
        return rights;
      }
    }
    return 0;
  }
}
