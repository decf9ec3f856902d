package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.List;

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
    List<Glob> excludedForNext = new ArrayList<>();
    while (!in.accept(")")) {
      if (in.accept(",")) {
        continue;
      }
      if (in.acceptWord("EXCLUDE_FILE")) {
        excludedForNext = new ArrayList<>();
        excludedFiles(excludedForNext);
        continue;
      }
      int before = patterns.size();
      sectionPatterns(patterns, Script.Sort.NONE, excludedForNext);
      if (patterns.size() == before) {
        throw in.bad("syntax error in input section pattern");
      }
      excludedForNext = new ArrayList<>();
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

  private void sectionPatterns(
      List<Script.SectionPattern> patterns, Script.Sort outer, List<Glob> excluded) {
    int start = in.mark();
    String word = in.patternName();
    Script.Sort sort =
        switch (word) {
          case "SORT", "SORT_BY_NAME" -> Script.Sort.BY_NAME;
          case "SORT_BY_ALIGNMENT" -> Script.Sort.BY_ALIGNMENT;
          case "SORT_BY_INIT_PRIORITY" -> Script.Sort.BY_INIT_PRIORITY;
          default -> Script.Sort.NONE;
        };
    if ((sort != Script.Sort.NONE || word.equals("SORT_NONE") || word.equals("REVERSE"))
        && in.accept("(")) {
      Script.Sort combined = combine(outer, sort);
      while (!in.accept(")")) {
        if (in.acceptWord("EXCLUDE_FILE")) {
          List<Glob> inner = new ArrayList<>();
          excludedFiles(inner);
          sectionPatterns(patterns, combined, inner);
        } else {
          int before = in.mark();
          sectionPatterns(patterns, combined, excluded);
          if (in.mark() == before) {
            throw in.bad("syntax error in input section pattern");
          }
        }
      }
    } else if (word.isEmpty()) {
      in.reset(start);
    } else {
      patterns.add(new Script.SectionPattern(new Glob(word), outer, excluded));
    }
  }

  private static Script.Sort combine(Script.Sort outer, Script.Sort inner) {
    if (outer == Script.Sort.BY_NAME && inner == Script.Sort.BY_ALIGNMENT) {
      return Script.Sort.BY_NAME_ALIGNMENT;
    }
    if (outer == Script.Sort.BY_ALIGNMENT && inner == Script.Sort.BY_NAME) {
      return Script.Sort.BY_ALIGNMENT_NAME;
    }
    return inner == Script.Sort.NONE ? outer : inner;
  }
}
