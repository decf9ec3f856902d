package dev.ferry.machine.timing;

import org.jspecify.annotations.Nullable;

/** The switches of a model. Mutable while it is being set up. */
public final class PipelineConfig {
  /** The models. */
  public enum Model {
    /** Every instruction takes one, long, cycle. */
    SINGLE,
    /** IF, ID, EX, MEM, WB (Patterson and Hennessy, chapter 4). */
    FIVE_STAGE,
    /** The same with two instructions side by side, in order. */
    DUAL
  }

  /** Where it is known whether a branch is taken, and where an indirect jump goes. */
  public enum BranchStage {
    ID,
    EX,
    MEM
  }

  /** What is fetched behind a branch before it is known. */
  public enum Predictor {
    /** Nothing: fetching waits. */
    STALL,
    NOT_TAKEN,
    /** Taken, if the target is known from before. */
    TAKEN,
    /** Backward branches taken, forward ones not. */
    BACKWARD,
    /** A table of two-bit counters by address. */
    BIMODAL,
    /** A table of two-bit counters by address and the last branches' outcomes (McFarling 1993). */
    GSHARE
  }

  public Model model = Model.FIVE_STAGE;
  public boolean forwarding = true;

  /** Without it nothing waits for operands: hazards are only counted. */
  public boolean hazardDetection = true;

  public BranchStage branchStage = BranchStage.EX;
  public Predictor predictor = Predictor.NOT_TAKEN;

  /** Two-bit counters of the predictor; a power of two. */
  public int predictorEntries = 1024;

  /** Outcomes that gshare remembers. */
  public int historyBits = 8;

  /** Targets that are remembered; a power of two. */
  public int targetEntries = 256;

  /** Return addresses that are remembered; 0 for none. */
  public int returnStack;

  /** A store needs its data in MEM only, where a load in front of it can hand it over. */
  public boolean lateStoreData;

  /** Instructions and data share one memory port. */
  public boolean unifiedMemory;

  /** Cycles in EX. */
  public int multiplyCycles = 1;

  public int divideCycles = 1;
  public int floatAddCycles = 1;
  public int floatMultiplyCycles = 1;
  public int floatDivideCycles = 1;

  public @Nullable CacheGeometry instructionCache;
  public @Nullable CacheGeometry dataCache;

  int latency(OperationKind kind) {
    return switch (kind) {
      case MULTIPLY -> multiplyCycles;
      case DIVIDE -> divideCycles;
      case FLOAT_ADD -> floatAddCycles;
      case FLOAT_MULTIPLY -> floatMultiplyCycles;
      case FLOAT_DIVIDE -> floatDivideCycles;
      default -> 1;
    };
  }
}
