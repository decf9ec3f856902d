package dev.ferry.driver.cc;

import java.util.Collection;
import java.util.List;

/** Writes make rules: target: prerequisites, folded as gcc does (GNU make manual, 4.14). */
final class DependencyFile {
  private static final int WIDTH = 72;

  private DependencyFile() {}

  /** Escapes what make would take for syntax: spaces, {@code #} and {@code $}. */
  static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case ' ', '\t' -> {
          // Backslashes before a blank count double.
          for (int j = i - 1; j >= 0 && name.charAt(j) == '\\'; j--) {
            escaped.append('\\');
          }
          escaped.append('\\').append(c);
        }
        case '#' -> escaped.append("\\#");
        case '$' -> escaped.append("$$");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * @param targets already escaped
   * @param prerequisites the main file first
   * @param phony {@code -MP}: an empty rule for each but the first
   */
  static String rules(List<String> targets, Collection<String> prerequisites, boolean phony) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String target : targets) {
      if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(target);
      column += target.length();
    }
    text.append(':');
    column++;
    for (String prerequisite : prerequisites) {
      String name = escape(prerequisite);
      if (column + 1 + name.length() > WIDTH) {
        text.append(" \\\n ");
        column = 1;
      } else {
        text.append(' ');
        column++;
      }
      text.append(name);
      column += name.length();
    }
    text.append('\n');
    if (phony) {
      boolean first = true;
      for (String prerequisite : prerequisites) {
        if (!first) {
          text.append(escape(prerequisite)).append(":\n");
        }
        first = false;
      }
    }
    return text.toString();
  }
}
