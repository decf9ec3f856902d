package dev.ferry.machine.linux;

/**
 * What a run may use, over all processes of the guest.
 *
 * @param instructions retired instructions; {@link Long#MAX_VALUE} for no limit
 * @param nanoseconds of wall time; {@link Long#MAX_VALUE} for no limit
 * @param memory bytes of touched pages
 * @param addressSpace bytes of a process's address space, a power of two
 * @param threads over all processes
 */
public record Limits(
    long instructions, long nanoseconds, long memory, long addressSpace, int threads) {
  /** No limits on time and instructions, 4 GiB of memory. */
  public static final Limits DEFAULT =
      new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 4L << 30, 16L << 30, 1024);

  /** The same with another limit of retired instructions. */
  public Limits withInstructions(long value) {
    return new Limits(value, nanoseconds, memory, addressSpace, threads);
  }

  /** The same with another limit of wall time. */
  public Limits withNanoseconds(long value) {
    return new Limits(instructions, value, memory, addressSpace, threads);
  }

  /** The same with another number of threads. */
  public Limits withThreads(int value) {
    return new Limits(instructions, nanoseconds, memory, addressSpace, value);
  }

  /** The address space becomes four times the memory, at least 256 MiB. */
  public Limits withMemory(long bytes) {
    long wanted = Math.max(256L << 20, Math.min(bytes, 4L << 30) * 4);
    long space = Long.highestOneBit(wanted - 1) << 1;
    return new Limits(instructions, nanoseconds, bytes, space, threads);
  }
}
