package dev.ferry.machine.timing;

import java.util.Arrays;

/** Cycles at regular numbers of instructions; the distance doubles when there are too many. */
public final class Curve {
  private static final int LIMIT = 512;

  private long distance = 16;
  private final long[] instructions = new long[LIMIT];
  private final long[] cycles = new long[LIMIT];
  private int size;

  /** The number of instructions at which the next point is due. */
  long next() {
    return (size + 1) * distance;
  }

  void add(long instructionCount, long cycleCount) {
    instructions[size] = instructionCount;
    cycles[size++] = cycleCount;
    if (size == LIMIT) {
      for (int i = 0; i < LIMIT / 2; i++) {
        instructions[i] = instructions[2 * i + 1];
        cycles[i] = cycles[2 * i + 1];
      }
      size = LIMIT / 2;
      distance *= 2;
    }
  }

  /** Instructions retired at each point. */
  public long[] instructions() {
    return Arrays.copyOf(instructions, size);
  }

  /** Cycles until then. */
  public long[] cycles() {
    return Arrays.copyOf(cycles, size);
  }
}
