package dev.ferry.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first comment lines of a program under {@code tests/c} say ({@code tests/README.md}).
 *
 * @param exit the expected exit status
 * @param output the expected standard output; null where it is not looked at
 * @param options compiler options, the standard's included
 * @param libraries names for {@code -l}
 * @param skip where it cannot run
 */
public record ProgramHeader(
    int exit,
    @Nullable String output,
    List<String> options,
    List<String> libraries,
    List<String> skip) {
  /** Reads the header of a source, and the output file beside it if there is one. */
  public static ProgramHeader of(Path source) throws IOException {
    int exit = 0;
    StringBuilder output = new StringBuilder();
    boolean hasOutput = false;
    List<String> options = new ArrayList<>();
    List<String> libraries = new ArrayList<>();
    List<String> skip = new ArrayList<>();
    for (String line : Files.readAllLines(source)) {
      if (!line.startsWith("//")) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(2, colon).strip()) {
        case "expect-exit" -> exit = Integer.parseInt(value);
        case "expect-output" -> {
          output.append(value).append('\n');
          hasOutput = true;
        }
        case "std" -> options.add("-std=" + value);
        case "options" -> options.addAll(List.of(value.split("\\s+")));
        case "libs" -> libraries.addAll(List.of(value.split("\\s+")));
        case "skip" -> skip.addAll(List.of(value.split("\\s*,\\s*")));
        default -> {}
      }
    }
    Path beside = Path.of(source.toString().replaceAll("\\.c$", ".out"));
    if (Files.exists(beside)) {
      output.append(Files.readString(beside));
      hasOutput = true;
    }
    return new ProgramHeader(exit, hasOutput ? output.toString() : null, options, libraries, skip);
  }
}
