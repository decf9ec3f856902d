package dev.ferry.driver.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a program on a timing model.
 *
 * @param version of this format; 1
 * @param program what was run
 * @param xlen register width: 32 or 64
 * @param model {@code single}, {@code five-stage} or {@code dual}
 * @param config the switches of the model, by the names of the options
 * @param stages the names of the stages in order
 * @param rows a row for each instruction of the window that was asked for, in the order of fetch
 * @param totals counts of the whole run
 * @param stalls cycles lost, by cause, most first
 * @param caches figures of each cache
 * @param predictor figures of the branch predictor
 * @param lines cycles by source line, most first; empty without debug information
 * @param functions cycles by function, most first
 * @param curve instructions and cycles at regular distances, for a plot of CPI
 * @param outcome how the program ended
 */
public record PipelineDocument(
    int version,
    String program,
    int xlen,
    String model,
    Map<String, String> config,
    List<String> stages,
    List<Row> rows,
    Totals totals,
    List<StallCount> stalls,
    List<CacheFigures> caches,
    @Nullable PredictorFigures predictor,
    List<LineCycles> lines,
    List<FunctionCycles> functions,
    List<Point> curve,
    Outcome outcome) {
  /**
   * An instruction on its way.
   *
   * @param index number of the retired instruction, from 0; for a flushed one the number of the
   *     branch that should not have let it in
   * @param pc its address, hexadecimal
   * @param hex its word
   * @param text its assembly
   * @param function where it stands
   * @param file its source file
   * @param line its source line; 0 if unknown
   * @param stages the cycles it spent in each stage, in order; a flushed one has fewer
   * @param accesses the lines that it looks for in caches; absent if it looks for none
   * @param flushed whether it was fetched on a wrong path and thrown away
   */
  public record Row(
      long index,
      String pc,
      String hex,
      String text,
      @Nullable String function,
      @Nullable String file,
      int line,
      List<StageCycles> stages,
      List<Stall> stalls,
      List<Forward> forwards,
      @Nullable List<CacheAccess> accesses,
      @Nullable Flush flush,
      boolean flushed) {}

  /**
   * A stay in a stage.
   *
   * @param stage its name
   * @param cycle the first, from 1
   * @param cycles how many; more than one if it was held there
   */
  public record StageCycles(String stage, long cycle, int cycles) {}

  /**
   * A delay.
   *
   * @param cause {@code load-use}, {@code data}, {@code structural} and so on
   * @param cycle the first lost cycle
   * @param cycles how many are lost
   * @param text in words: {@code lw a0 is needed one cycle too early: load-use stall}
   * @param source index of the instruction that is waited for
   */
  public record Stall(String cause, long cycle, int cycles, String text, @Nullable Long source) {}

  /**
   * A value that is taken from a pipeline register instead of the register file.
   *
   * @param register its name
   * @param source index of the instruction that computed it
   * @param from the pipeline register: {@code EX/MEM}, {@code MEM/WB}
   * @param to the stage that gets it
   * @param cycle in which it is used
   */
  public record Forward(
      String register, long source, String from, String to, long cycle, String text) {}

  /**
   * A look into a cache.
   *
   * @param cache {@code instruction} or {@code data}
   * @param cycle in which it is looked for
   * @param line the address of the line, hexadecimal
   * @param hit whether it was there
   * @param set the number of its set
   * @param lines what the set holds afterwards, most recently used first, hexadecimal
   */
  public record CacheAccess(
      String cache, long cycle, String line, boolean hit, int set, List<String> lines) {}

  /**
   * Instructions thrown away after this one.
   *
   * @param cycle in which the right address is known
   * @param instructions how many are thrown away, lost cycles in words of slots
   */
  public record Flush(long cycle, int instructions, String text) {}

  /**
   * The whole run.
   *
   * @param instructions retired
   * @param cycles until the last one has left
   * @param cpi cycles for each instruction
   * @param flushes how often the pipeline was emptied behind a branch
   * @param pairs instructions issued beside the one before, in the dual model
   * @param hazards operands read too early because hazard detection is off
   */
  public record Totals(
      long instructions,
      long cycles,
      double cpi,
      long flushes,
      long loads,
      long stores,
      long branches,
      long taken,
      long jumps,
      long pairs,
      long hazards) {}

  /**
   * A cause of lost cycles.
   *
   * @param cause its name
   * @param text in words
   * @param events how often
   */
  public record StallCount(String cause, String text, long events, long cycles) {}

  /**
   * A cache.
   *
   * @param name {@code instruction} or {@code data}
   * @param geometry {@code 16 KiB, 4 ways, 32-byte lines, lru, write-back}
   * @param writeBacks lines written back to memory
   * @param sets number of sets
   * @param ways lines of a set
   * @param contents for each set its line addresses, most recently used first, hexadecimal
   * @param before the same before the first of the rows; absent without rows
   */
  public record CacheFigures(
      String name,
      String geometry,
      long accesses,
      long misses,
      long writeBacks,
      double missRate,
      int sets,
      int ways,
      List<List<String>> contents,
      @Nullable List<List<String>> before) {}

  /**
   * The branch predictor.
   *
   * @param name its kind
   * @param branches conditional branches
   * @param wrong of them mispredicted
   * @param returns returns predicted by the stack
   * @param wrongReturns of them mispredicted
   */
  public record PredictorFigures(
      String name, long branches, long wrong, double missRate, long returns, long wrongReturns) {}

  /**
   * The cost of a source line.
   *
   * @param cycles between the retirement of its instructions and of those before them
   */
  public record LineCycles(
      String file, int line, String function, long instructions, long cycles, double cpi) {}

  /**
   * The cost of a function, without what it calls.
   *
   * @param name empty for code without a name
   */
  public record FunctionCycles(String name, long instructions, long cycles, double cpi) {}

  /**
   * A point of the curve.
   *
   * @param cycles until then
   */
  public record Point(long instructions, long cycles) {}

  /**
   * How it ended.
   *
   * @param status exit status
   * @param text in words
   * @param output what the program wrote, at most the first 64 KiB
   * @param registers final integer registers, hexadecimal
   */
  public record Outcome(int status, String text, String output, List<String> registers) {}
}
