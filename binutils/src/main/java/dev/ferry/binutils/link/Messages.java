package dev.ferry.binutils.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Errors and warnings of one link in GNU ld's form, in order, with an upper limit. */
final class Messages {
  private static final int LIMIT = 500;

  private final String program;
  private final boolean fatalWarnings;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private boolean errors;

  Messages(String program, boolean fatalWarnings) {
    this.program = program;
    this.fatalWarnings = fatalWarnings;
  }

  /** Reports an error; the link goes on to find more but makes no output. */
  void error(String text) {
    errors = true;
    add(program + ": " + text);
  }

  /**
   * Reports what ends the link.
   *
   * @param atPlace whether each line begins with a place in a script
   */
  void fatal(String text, boolean atPlace) {
    errors = true;
    if (atPlace) {
      for (String line : text.split("\n", -1)) {
        add(program + ":" + line);
      }
    } else {
      add(program + ": " + text);
    }
  }

  /** A line that continues the error before it, printed without the program's name. */
  void errorAt(String text) {
    errors = true;
    add(text);
  }

  void warning(String text) {
    if (fatalWarnings) {
      errors = true;
    }
    add(program + ": warning: " + text);
  }

  /** A warning at a place in a script, which begins right after the program's name. */
  void warningInScript(String text) {
    warningAt(program + ":" + text);
  }

  /** A warning that begins with a place instead of the program's name. */
  void warningAt(String text) {
    if (fatalWarnings) {
      errors = true;
    }
    add(text);
  }

  void note(String text) {
    lines.add(program + ": " + text);
  }

  private void add(String text) {
    if (lines.size() < LIMIT && seen.add(text)) {
      lines.add(text);
    }
  }

  boolean hasErrors() {
    return errors;
  }

  List<String> lines() {
    return lines;
  }
}
