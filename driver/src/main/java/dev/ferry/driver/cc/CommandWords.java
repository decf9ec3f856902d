package dev.ferry.driver.cc;

import dev.ferry.binutils.tools.ArgumentFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The words of a command line that are not read yet, response files ({@code @file}) opened, and the
 * values of options among them.
 */
final class CommandWords {
  private static final int MAX_FILES = 50;

  private final Path directory;
  private final Deque<String> rest = new ArrayDeque<>();

  /** No words yet; response files are looked for in {@code directory}. */
  CommandWords(Path directory) {
    this.directory = directory;
  }

  boolean isEmpty() {
    return rest.isEmpty();
  }

  String remove() {
    return rest.removeFirst();
  }

  /** Puts arguments before what is left, response files opened. */
  void push(List<String> arguments) throws UsageException {
    List<String> expanded = new ArrayList<>();
    for (String argument : arguments) {
      expand(argument, expanded, 0);
    }
    for (int i = expanded.size() - 1; i >= 0; i--) {
      rest.addFirst(expanded.get(i));
    }
  }

  private void expand(String argument, List<String> into, int depth) throws UsageException {
    if (!argument.startsWith("@") || argument.length() == 1) {
      into.add(argument);
      return;
    }
    Path file = directory.resolve(argument.substring(1));
    if (!Files.isRegularFile(file)) {
      into.add(argument);
      return;
    }
    if (depth > MAX_FILES) {
      throw new UsageException("too many @-files encountered");
    }
    try {
      for (String word : ArgumentFiles.split(Files.readString(file, StandardCharsets.ISO_8859_1))) {
        expand(
            new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
            into,
            depth + 1);
      }
    } catch (IOException e) {
      into.add(argument);
    }
  }

  /** The value of an option given as {@code -Xvalue} or {@code -X value}. */
  String value(String argument, String name) throws UsageException {
    if (argument.length() > name.length()) {
      return argument.substring(name.length());
    }
    if (rest.isEmpty()) {
      throw new UsageException("missing argument to ‘" + name + "’");
    }
    return rest.removeFirst();
  }

  /** The value of an option that stands alone: the word after it. */
  String next(String name) throws UsageException {
    return value(name, name);
  }

  /** The value of an option {@code -fname=value} that takes a number. */
  static int number(String a, String value) throws UsageException {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "argument to ‘"
              + a.substring(0, a.indexOf('=') + 1)
              + "’ should be a non-negative integer");
    }
  }
}
