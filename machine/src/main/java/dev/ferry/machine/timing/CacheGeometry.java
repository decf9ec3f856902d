package dev.ferry.machine.timing;

/**
 * The shape of a cache.
 *
 * @param bytes its size
 * @param ways lines of a set
 * @param line bytes of a line
 * @param penalty cycles that a miss costs
 */
public record CacheGeometry(
    int bytes, int ways, int line, int penalty, Replacement replacement, Write write) {
  /** Which line makes room. */
  public enum Replacement {
    LRU,
    FIFO,
    RANDOM
  }

  /** What a store does. */
  public enum Write {
    /** Changes the line, which goes to memory when it is replaced; a miss fetches the line. */
    BACK,
    /** Changes memory as well, through a buffer that costs nothing; a miss fetches no line. */
    THROUGH
  }

  /**
   * @throws IllegalArgumentException if it is no cache
   */
  public CacheGeometry {
    check(Integer.bitCount(line) == 1 && line >= 4, "the line is a power of two of at least 4");
    check(ways >= 1 && bytes > 0 && bytes % (ways * line) == 0, "size = sets * ways * line");
    check(Integer.bitCount(bytes / (ways * line)) == 1, "the number of sets is a power of two");
    check(penalty >= 0, "the penalty is at least 0");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("not a cache: " + rule);
    }
  }

  public int sets() {
    return bytes / (ways * line);
  }

  /** As people say it. */
  public String text() {
    String size = bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
    String kind = ways == 1 ? "direct-mapped" : sets() == 1 ? "fully associative" : ways + " ways";
    return size
        + ", "
        + kind
        + ", "
        + line
        + "-byte lines, "
        + replacement.name().toLowerCase(java.util.Locale.ROOT)
        + ", write-"
        + write.name().toLowerCase(java.util.Locale.ROOT)
        + ", miss costs "
        + penalty;
  }
}
