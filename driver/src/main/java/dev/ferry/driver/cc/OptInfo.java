package dev.ferry.driver.cc;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.opt.Remarks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code -fopt-info} and its kinds: what the optimiser did, or why it did not, one line each in
 * gcc's form.
 */
final class OptInfo implements Remarks {
  private static final String OPTION = "opt-info";

  private final SourceMap sources;
  private final List<String> lines;
  private final boolean done;
  private final boolean missed;

  /** The passes that were asked for, or null for all. */
  private final @Nullable Set<String> passes;

  private OptInfo(
      SourceMap sources,
      List<String> lines,
      boolean done,
      boolean missed,
      @Nullable Set<String> passes) {
    this.sources = sources;
    this.lines = lines;
    this.done = done;
    this.missed = missed;
    this.passes = passes;
  }

  /** gcc's groups, in passes of ours. */
  private static final Map<String, Set<String>> GROUPS =
      Map.of(
          "inline", Set.of("inline", "inline-always"),
          "ipa",
              Set.of(
                  "inline",
                  "inline-always",
                  "propagate-arguments",
                  "private-globals",
                  "remove-unused"),
          "loop",
              Set.of(
                  "unroll",
                  "rotate",
                  "licm",
                  "load-pre",
                  "store-motion",
                  "widen-counters",
                  "strength",
                  "loop-idioms",
                  "sink-updates"),
          "vec", Set.of());

  /** What the options ask for, writing to {@code lines}; null if they ask for nothing. */
  static @Nullable OptInfo of(Map<String, String> internal, SourceMap sources, List<String> lines) {
    boolean done = false;
    boolean missed = false;
    boolean asked = false;
    Set<String> passes = null;
    for (String option : internal.keySet()) {
      if (option.startsWith(OPTION)) {
        List<String> kinds = List.of(option.substring(OPTION.length()).split("-"));
        asked = true;
        for (String kind : kinds) {
          Set<String> group = GROUPS.get(kind);
          if (group != null) {
            passes = passes == null ? new HashSet<>() : passes;
            passes.addAll(group);
          }
        }
        missed |= kinds.contains("missed") || kinds.contains("all");
        done |= kinds.contains("optimized") || kinds.contains("all") || !kinds.contains("missed");
      }
    }
    return asked ? new OptInfo(sources, lines, done, missed, passes) : null;
  }

  @Override
  public void remark(Kind kind, String pass, String function, int loc, String message) {
    if ((kind == Kind.OPTIMIZED ? !done : !missed) || passes != null && !passes.contains(pass)) {
      return;
    }
    Position at = sources.position(loc);
    String where = at == null ? function : at.file() + ":" + at.line() + ":" + at.column();
    String what = kind == Kind.OPTIMIZED ? "optimized" : kind == Kind.MISSED ? "missed" : "note";
    String line = where + ": " + what + ": " + message + " [" + pass + "]";
    if (lines.isEmpty() || !lines.getLast().equals(line)) {
      lines.add(line);
    }
  }
}
