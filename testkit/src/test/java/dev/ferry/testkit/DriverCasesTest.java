package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.binutils.tools.ArgumentFiles;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * tests/driver/*.case: compiler command lines and what they print. A case holds files ({@code ===
 * name} before each), then command lines ({@code $ arguments}; {@code $cat file} shows a file,
 * {@code $run file} runs one on the machine), each followed by its output and, unless it is 0, the
 * exit status in brackets. {@code -Dferry.bless=true} rewrites the outputs.
 */
class DriverCasesTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final String HOME = String.valueOf(System.getProperty("ferry.home"));

  /** A rule of make's on several lines. */
  private static final Pattern FOLDED_RULE = Pattern.compile("(?m)^(?:.* \\\\\n)+.*$");

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("tests/driver"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".case")).sorted().toList()) {
        tests.add(dynamicTest(String.valueOf(file.getFileName()), () -> check(file)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private void check(Path file) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(work, "case");
    List<String> lines = Files.readAllLines(file);
    StringBuilder actual = new StringBuilder();
    int i = 0;
    while (i < lines.size() && !lines.get(i).startsWith("$")) {
      actual.append(lines.get(i)).append('\n');
      if (lines.get(i).startsWith("=== ")) {
        i = writeFile(lines, i, directory, actual);
      } else {
        i++;
      }
    }
    for (; i < lines.size(); i++) {
      if (lines.get(i).startsWith("$")) {
        actual.append(lines.get(i)).append('\n').append(run(lines.get(i), directory));
      }
    }
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(file, actual.toString());
    } else {
      assertThat(actual.toString()).isEqualTo(Files.readString(file));
    }
  }

  /** Writes the file whose heading is line {@code i}; returns the line after it. */
  private static int writeFile(List<String> lines, int i, Path directory, StringBuilder transcript)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int next = i + 1;
    while (next < lines.size() && !lines.get(next).matches("(=== |\\$).*")) {
      text.append(lines.get(next)).append('\n');
      transcript.append(lines.get(next)).append('\n');
      next++;
    }
    Path path = directory.resolve(lines.get(i).substring(4));
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return next;
  }

  private static String run(String command, Path directory)
      throws IOException, InterruptedException {
    if (command.startsWith("$cat ")) {
      String text = Files.readString(directory.resolve(command.substring(5)));
      return withoutPlaces(text, directory);
    }
    if (command.startsWith("$run ")) {
      return execute(directory, command.substring(5));
    }
    Workbench.Compiled result =
        new Workbench(directory).cc(ArgumentFiles.split(command.substring(1)));
    String text = withoutPlaces(result.messages(), directory);
    return text + (result.status() == 0 ? "" : "[" + result.status() + "]\n");
  }

  /**
   * The text with the names of where this runs replaced. Where a rule of make's that names Ferry's
   * home is folded depends on how long that name is, so such a rule is shown on one line.
   */
  private static String withoutPlaces(String text, Path directory) {
    String neutral = text.replace(HOME, "HOME").replace(directory.toString(), "DIR");
    return FOLDED_RULE
        .matcher(neutral)
        .replaceAll(rule -> {
          boolean depends = rule.group().contains("HOME/");
          String shown = depends ? rule.group().replace(" \\\n ", " ") : rule.group();
          return Matcher.quoteReplacement(shown);
        });
  }

  private static String execute(Path directory, String program)
      throws IOException, InterruptedException {
    byte[] image = Files.readAllBytes(directory.resolve(program));
    Workbench.Run run =
        new Workbench(directory)
            .run(image, Limits.DEFAULT.withNanoseconds(60_000_000_000L), "", program);
    return run.output() + run.error() + run.outcome().message();
  }
}
