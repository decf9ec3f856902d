package dev.ferry.machine.timing;

import java.util.ArrayList;
import java.util.List;

/** An instruction's way through the pipeline. */
public final class PipelineRow {
  /** The stages of the five-stage pipelines. */
  public static final List<String> STAGES = List.of("IF", "ID", "EX", "MEM", "WB");

  public final long index;
  public final Operation op;

  /** Whether it was fetched on a wrong path. */
  public final boolean flushed;

  /** First cycle in each stage, from 1; then the cycle behind the last. Shorter if flushed. */
  public final long[] starts;

  public final List<Stall> stalls = new ArrayList<>(1);
  public final List<Forward> forwards = new ArrayList<>(1);
  public final List<CacheAccess> accesses = new ArrayList<>(0);

  /** Cycle in which instructions behind it are thrown away; 0 if none are. */
  public long flushCycle;

  public int flushedInstructions;
  public String flushText = "";

  PipelineRow(long index, Operation op, boolean flushed, long... starts) {
    this.index = index;
    this.op = op;
    this.flushed = flushed;
    this.starts = starts;
  }

  /**
   * Lost cycles.
   *
   * @param source number of the instruction that is waited for, or -1
   */
  public record Stall(StallCause cause, long cycle, int cycles, String text, long source) {}

  /**
   * A look into a cache.
   *
   * @param data whether it is the data cache
   * @param address of the line
   * @param lines what the set holds afterwards, as {@link Cache#contents}
   */
  public record CacheAccess(
      boolean data, long cycle, long address, boolean hit, int set, List<Long> lines) {}

  /**
   * A value taken from a pipeline register.
   *
   * @param register 0 to 63
   * @param source number of the instruction that made it
   * @param from {@code EX/MEM} or {@code MEM/WB}
   * @param to the stage that uses it
   */
  public record Forward(int register, long source, String from, String to, long cycle) {}
}
