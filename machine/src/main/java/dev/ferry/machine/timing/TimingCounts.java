package dev.ferry.machine.timing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model has counted. */
public final class TimingCounts {
  public long instructions;
  public long cycles;
  public long flushes;
  public long loads;
  public long stores;
  public long branches;
  public long taken;
  public long jumps;

  /** Instructions that left ID together with the one before. */
  public long pairs;

  /** Operands that were read too early because nothing waited for them. */
  public long hazards;

  /** Occurrences and lost cycles by {@link StallCause}. */
  public final long[] stallEvents = new long[StallCause.values().length];

  public final long[] stallCycles = new long[StallCause.values().length];

  public @Nullable Cache instructionCache;
  public @Nullable Cache dataCache;

  /** What the caches held before the first row of the diagram; null without one. */
  public @Nullable List<List<Long>> instructionCacheBefore;

  public @Nullable List<List<Long>> dataCacheBefore;
  public @Nullable BranchPredictor predictor;

  void count(Operation op, long nextPc) {
    instructions++;
    switch (op.kind) {
      case LOAD -> loads++;
      case STORE -> stores++;
      case ATOMIC -> {
        loads++;
        stores++;
      }
      case BRANCH -> {
        branches++;
        taken += nextPc != op.next() ? 1 : 0;
      }
      case JUMP, JUMP_REGISTER -> jumps++;
      default -> {}
    }
  }

  /** A row of the diagram is about to be filled; at the first one the caches are remembered. */
  void rowsBegin() {
    Cache instructions = instructionCache;
    if (instructions != null && instructionCacheBefore == null) {
      instructionCacheBefore = instructions.contents();
    }
    Cache data = dataCache;
    if (data != null && dataCacheBefore == null) {
      dataCacheBefore = data.contents();
    }
  }
}
