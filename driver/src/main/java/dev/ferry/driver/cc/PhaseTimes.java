package dev.ferry.driver.cc;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Time spent by phase, summed over all sources of a call: {@code -ftime-report}. Elapsed time of
 * the thread that works, so with {@code -j} on fewer cores than threads it holds waiting too.
 * Thread-safe.
 */
final class PhaseTimes {
  /** The phases in the order in which a source goes through them. */
  enum Phase {
    PARSE("preprocess and parse"),
    CHECK("check types"),
    LOWER("lower to IR"),
    OPTIMIZE("optimise"),
    GENERATE("generate code");

    final String text;

    Phase(String text) {
      this.text = text;
    }
  }

  private final long[] nanos = new long[Phase.values().length];
  private final Map<String, long[]> passes = new LinkedHashMap<>();

  /** Ends a phase that began at {@code start}, a {@link System#nanoTime}. */
  synchronized void add(Phase phase, long start) {
    nanos[phase.ordinal()] += System.nanoTime() - start;
  }

  /** Adds the optimiser's passes, nanoseconds by name. */
  synchronized void addPasses(Map<String, long[]> times) {
    times.forEach((pass, took) -> passes.computeIfAbsent(pass, _ -> new long[1])[0] += took[0]);
  }

  /** A line a phase, the passes of the optimiser below theirs. A pass holds those that it calls. */
  synchronized void print(PrintStream out) {
    long total = 0;
    for (long phase : nanos) {
      total += phase;
    }
    out.printf("%-44s %10s%n", "Time variable", "wall");
    for (Phase phase : Phase.values()) {
      line(out, phase.text, nanos[phase.ordinal()], total);
      if (phase == Phase.OPTIMIZE) {
        for (Map.Entry<String, long[]> pass : passes.entrySet()) {
          line(out, "  " + pass.getKey(), pass.getValue()[0], total);
        }
      }
    }
    line(out, "TOTAL", total, total);
  }

  private static void line(PrintStream out, String name, long nanos, long total) {
    if (nanos > 0) {
      out.printf(" %-42s : %8.3f (%3d%%)%n", name, nanos / 1e9, Math.round(100.0 * nanos / total));
    }
  }
}
