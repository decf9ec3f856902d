package dev.ferry.machine.timing;

import dev.ferry.machine.timing.PipelineConfig.Predictor;
import java.util.Arrays;

/**
 * Guesses in IF where execution goes on behind a branch or jump. A jump elsewhere can only be
 * guessed if its target is in the target buffer or, for a return, on the return stack.
 */
public final class BranchPredictor {
  private final PipelineConfig config;
  private final byte[] counters;
  private final long[] targetOf;
  private final long[] targets;
  private final long[] returns;
  private int returnDepth;
  private int history;
  private long branches;
  private long wrongBranches;
  private long returnJumps;
  private long wrongReturns;

  BranchPredictor(PipelineConfig config) {
    this.config = config;
    this.counters = new byte[config.predictorEntries];
    Arrays.fill(counters, (byte) 1);
    this.targetOf = new long[config.targetEntries];
    Arrays.fill(targetOf, -1);
    this.targets = new long[config.targetEntries];
    this.returns = new long[Math.max(1, config.returnStack)];
  }

  /** The guessed address behind an instruction. */
  long predict(Operation op) {
    if (op.isReturn() && config.returnStack > 0) {
      return returnDepth > 0 ? returns[(returnDepth - 1) % returns.length] : op.next();
    }
    if (!usesTargets() || op.kind == OperationKind.BRANCH && !predictsTaken(op)) {
      return op.next();
    }
    int slot = slot(op);
    return targetOf[slot] == op.pc ? targets[slot] : op.next();
  }

  /** Predictors that only ever guess the next instruction have no target buffer. */
  private boolean usesTargets() {
    return config.predictor != Predictor.STALL && config.predictor != Predictor.NOT_TAKEN;
  }

  private boolean predictsTaken(Operation op) {
    return switch (config.predictor) {
      case STALL, NOT_TAKEN -> false;
      case TAKEN -> true;
      case BACKWARD -> op.immediate < 0;
      case BIMODAL, GSHARE -> counters[counter(op)] >= 2;
    };
  }

  private int slot(Operation op) {
    return (int) (op.pc >>> 1) & targetOf.length - 1;
  }

  private int counter(Operation op) {
    int index = (int) (op.pc >>> 1);
    if (config.predictor == Predictor.GSHARE) {
      index ^= history;
    }
    return index & counters.length - 1;
  }

  /** Learns where execution went on. */
  void learn(Operation op, long predicted, long actual) {
    boolean taken = actual != op.next();
    if (op.kind == OperationKind.BRANCH) {
      branches++;
      wrongBranches += predicted != actual ? 1 : 0;
      count(op, taken);
    }
    if (op.isReturn()) {
      returnJumps++;
      wrongReturns += predicted != actual ? 1 : 0;
      returnDepth = Math.max(0, returnDepth - 1);
    }
    if (op.isCall() && config.returnStack > 0) {
      returns[returnDepth++ % returns.length] = op.next();
      if (returnDepth == 2 * returns.length) {
        // Older addresses are overwritten: the depth only has to stay right modulo the size.
        returnDepth = returns.length;
      }
    }
    if (taken && usesTargets()) {
      targetOf[slot(op)] = op.pc;
      targets[slot(op)] = actual;
    }
  }

  private void count(Operation op, boolean taken) {
    int at = counter(op);
    int next = counters[at] + (taken ? 1 : -1);
    counters[at] = (byte) Math.clamp(next, 0, 3);
    history = (history << 1 | (taken ? 1 : 0)) & (1 << config.historyBits) - 1;
  }

  public long branches() {
    return branches;
  }

  public long wrongBranches() {
    return wrongBranches;
  }

  public long returns() {
    return returnJumps;
  }

  public long wrongReturns() {
    return wrongReturns;
  }
}
