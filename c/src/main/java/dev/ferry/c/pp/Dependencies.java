package dev.ferry.c.pp;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a make rule for what a translation unit read ({@code -M}, {@code -MM}, {@code -MD}, {@code
 * -MMD}), escaped for make and broken into lines as gcc does.
 */
public final class Dependencies {
  private static final int LINE_WIDTH = 75;

  private Dependencies() {}

  /**
   * The rule.
   *
   * @param targets already escaped where {@code -MQ} or the default asks for it; see {@link #quote}
   * @param mainFile the source file
   * @param pp the preprocessor, after its run
   * @param systemHeaders whether system headers count ({@code -M}, {@code -MD})
   * @param phony whether each header gets an empty rule of its own ({@code -MP})
   */
  public static String rule(
      List<String> targets,
      String mainFile,
      Preprocessor pp,
      boolean systemHeaders,
      boolean phony) {
    List<String> headers = new ArrayList<>();
    for (String file : pp.includedFiles(systemHeaders)) {
      headers.add(quote(file));
    }
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String target : targets) {
      column = word(text, target, column);
    }
    text.append(':');
    column++;
    column = word(text, " " + quote(mainFile), column);
    for (String header : headers) {
      column = word(text, " " + header, column);
    }
    text.append('\n');
    if (phony) {
      for (String header : headers) {
        text.append(header).append(":\n");
      }
    }
    return text.toString();
  }

  private static int word(StringBuilder text, String word, int column) {
    if (column > 0 && column + word.length() > LINE_WIDTH) {
      text.append(" \\\n");
      column = 0;
    }
    boolean space = column > 0 && !word.startsWith(" ");
    text.append(space ? " " : "");
    // A continued line starts with a blank as well.
    text.append(word);
    return column + word.length() + (space ? 1 : 0);
  }

  /** A name as make reads it: blanks, {@code #} and {@code $} escaped. */
  public static String quote(String name) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case ' ', '\t' -> {
          for (int j = i - 1; j >= 0 && name.charAt(j) == '\\'; j--) {
            quoted.append('\\');
          }
          quoted.append('\\');
        }
        case '$' -> quoted.append('$');
        case '#' -> quoted.append('\\');
        default -> {}
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
