package dev.ferry.c.pp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The headers as they were entered ({@code -H}): a line each, with as many dots before the name as
 * headers are open, and behind them those that were read once and do not guard themselves against
 * being read again, as gcc lists them.
 */
public final class IncludeTree {
  private final List<String> lines = new ArrayList<>();
  private final Map<HeaderSearch.Header, Integer> entered = new LinkedHashMap<>();

  void enter(HeaderSearch.Header header, int depth) {
    lines.add(".".repeat(depth) + " " + header.path);
    int unused = entered.merge(header, 1, Integer::sum);
  }

  /** To be asked when all has been read. */
  public List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    TreeSet<String> unguarded = new TreeSet<>();
    entered.forEach((header, count) -> {
      if (count == 1 && !header.once && header.guard == null) {
        unguarded.add(header.path);
      }
    });
    if (!unguarded.isEmpty()) {
      all.add("Multiple include guards may be useful for:");
      all.addAll(unguarded);
    }
    return all;
  }
}
