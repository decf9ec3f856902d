package dev.ferry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a test of gcc's torture suite: options in the folder's driver ({@code
 * builtins.exp}) and in the test's own file ({@code NAME.x}), and the further sources of {@code
 * execute/builtins}, whose tests come with a library that aborts if a call was kept that the
 * compiler should have replaced.
 */
final class TortureFolder {
  /** At the beginning of a line: what is indented depends on a target that is not ours. */
  private static final Pattern FLAGS =
      Pattern.compile("^(set|lappend) additional_flags (.*)$", Pattern.MULTILINE);

  private static final String LIBRARY = "-lib.c";

  private TortureFolder() {}

  /** The options that the test needs; those of its own file may replace those of its folder. */
  static List<String> options(Path test) throws IOException {
    List<String> options = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder(test))) {
      for (Path driver : files.filter(f -> f.toString().endsWith(".exp")).sorted().toList()) {
        read(driver, options);
      }
    }
    Path own = sibling(test, ".x");
    if (Files.exists(own)) {
      read(own, options);
    }
    return options;
  }

  private static void read(Path script, List<String> options) throws IOException {
    Matcher matcher = FLAGS.matcher(Files.readString(script, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      if (matcher.group(1).equals("set")) {
        options.clear();
      }
      for (String word : matcher.group(2).replace("\"", " ").trim().split("\\s+")) {
        options.add(word);
      }
    }
  }

  /** The sources that are compiled with the test. */
  static List<Path> sources(Path test) {
    return isOfBuiltins(test)
        ? List.of(sibling(test, LIBRARY), folder(test).resolve("lib/main.c"))
        : List.of();
  }

  /** Whether the file is a test and not a part of one. */
  static boolean isTest(Path file) {
    Path above = folder(file).getParent();
    boolean isPart =
        isOfBuiltins(file) && file.toString().endsWith(LIBRARY)
            || above != null && above.endsWith("builtins");
    return file.toString().endsWith(".c") && !isPart;
  }

  /** What the test is called in lists: its file's name, with the folder's where names repeat. */
  static String name(Path test) {
    return (isOfBuiltins(test) ? "builtins/" : "") + fileName(test);
  }

  private static boolean isOfBuiltins(Path test) {
    return folder(test).endsWith("builtins");
  }

  private static Path folder(Path test) {
    return Objects.requireNonNull(test.getParent());
  }

  private static Path sibling(Path test, String ending) {
    String name = fileName(test);
    return test.resolveSibling(name.substring(0, name.length() - ".c".length()) + ending);
  }

  private static String fileName(Path test) {
    @Nullable Path name = test.getFileName();
    return Objects.requireNonNull(name).toString();
  }
}
