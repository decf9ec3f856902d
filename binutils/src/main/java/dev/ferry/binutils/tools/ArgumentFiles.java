package dev.ferry.binutils.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands {@code @file} arguments as all GNU tools do: white space separates, quotes and \ protect.
 */
public final class ArgumentFiles {
  private static final int MAX_DEPTH = 10;

  private ArgumentFiles() {}

  /** Every argument, response files replaced by their words. */
  public static List<String> expandAll(List<String> arguments, Path directory) {
    return expand(arguments, directory);
  }

  static List<String> expand(List<String> arguments, Path directory) {
    List<String> out = new ArrayList<>();
    for (String argument : arguments) {
      expand(argument, directory, 0, out);
    }
    return out;
  }

  private static void expand(String argument, Path directory, int depth, List<String> out) {
    if (argument.length() < 2 || argument.charAt(0) != '@' || depth > MAX_DEPTH) {
      out.add(argument);
      return;
    }
    String text;
    try {
      text = Files.readString(directory.resolve(argument.substring(1)));
    } catch (IOException e) {
      // As the GNU tools do: without such a file the argument means itself.
      out.add(argument);
      return;
    }
    for (String word : split(text)) {
      expand(word, directory, depth + 1, out);
    }
  }

  /** The words of a response file. */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && quote != '\'') {
        word.append(text.charAt(++i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (c <= ' ') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
