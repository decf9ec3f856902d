package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which input sections an output section takes: {@code file(patterns)}, with orders ({@code
 * SORT_BY_NAME(...)} and its kin) and exclusions ({@code EXCLUDE_FILE(...)}) around the patterns.
 */
final class InputPatternParser {
  private final ScriptCursor in;

  InputPatternParser(ScriptCursor in) {
    this.in = in;
  }

  /** {@code EXCLUDE_FILE(..) file(patterns)}; a bare file name takes all its sections. */
  Script.Inputs parse(boolean keep) {
    List<Glob> excluded = new ArrayList<>();
    if (in.acceptWord("EXCLUDE_FILE")) {
      excludedFiles(excluded);
    }
    boolean sorted = in.acceptWord("SORT_BY_NAME") || in.acceptWord("SORT");
    if (sorted) {
      in.expect("(");
    }
    String filePattern = in.nonEmpty(in.patternName());
    if (sorted) {
      in.expect(")");
    }
    List<Script.SectionPattern> patterns = new ArrayList<>();
    if (!in.accept("(")) {
      patterns.add(new Script.SectionPattern(new Glob("*"), Script.Sort.NONE, List.of()));
      return new Script.Inputs(keep, new Glob(filePattern), excluded, patterns);
    }
    while (!in.accept(")")) {
      if (in.accept(",")) {
        continue;
      }
      patterns.add(sectionPattern());
    }
    return new Script.Inputs(keep, new Glob(filePattern), excluded, patterns);
  }

  private void excludedFiles(List<Glob> excluded) {
    in.expect("(");
    while (!in.accept(")")) {
      if (!in.accept(",")) {
        excluded.add(new Glob(in.nonEmpty(in.patternName())));
      }
    }
  }

  /** A pattern in at most two orders: there is nothing that three could mean. */
  private Script.SectionPattern sectionPattern() {
    Script.Sort outer = order();
    if (outer == null) {
      return excludingPattern(Script.Sort.NONE);
    }
    in.expect("(");
    Script.Sort inner = canHoldOrder(outer) ? order() : null;
    if (inner == null) {
      Script.SectionPattern pattern = excludingPattern(outer);
      in.expect(")");
      return pattern;
    }
    if (!canHoldOrder(inner)) {
      throw in.bad("syntax error in input section pattern");
    }
    in.expect("(");
    Script.SectionPattern pattern = excludingPattern(combine(outer, inner));
    in.expect(")");
    in.expect(")");
    return pattern;
  }

  private static boolean canHoldOrder(Script.Sort order) {
    return order == Script.Sort.BY_NAME || order == Script.Sort.BY_ALIGNMENT;
  }

  /** The order whose name stands here; null for anything else. */
  private Script.@Nullable Sort order() {
    int start = in.mark();
    switch (in.patternName()) {
      case "SORT", "SORT_BY_NAME":
        return Script.Sort.BY_NAME;
      case "SORT_BY_ALIGNMENT":
        return Script.Sort.BY_ALIGNMENT;
      case "SORT_BY_INIT_PRIORITY":
        return Script.Sort.BY_INIT_PRIORITY;
      case "SORT_NONE":
        return Script.Sort.NONE;
      default:
        in.reset(start);
        return null;
    }
  }

  private Script.SectionPattern excludingPattern(Script.Sort order) {
    List<Glob> excluded = new ArrayList<>();
    if (in.acceptWord("EXCLUDE_FILE")) {
      excludedFiles(excluded);
    }
    return new Script.SectionPattern(new Glob(in.nonEmpty(in.patternName())), order, excluded);
  }

  private static Script.Sort combine(Script.Sort outer, Script.Sort inner) {
    if (outer == Script.Sort.BY_NAME && inner == Script.Sort.BY_ALIGNMENT) {
      return Script.Sort.BY_NAME_ALIGNMENT;
    }
    if (outer == Script.Sort.BY_ALIGNMENT && inner == Script.Sort.BY_NAME) {
      return Script.Sort.BY_ALIGNMENT_NAME;
    }
    return inner;
  }
}
