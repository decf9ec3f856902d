package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.driver.cc.CcDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tests/diag/broken}: programs with the mistakes that people make. What Ferry says of each
 * is a golden; the line of its first error is compared with gcc 12's.
 */
class BrokenProgramsTest {
  private static final Path FOLDER = ToolConsole.ROOT.resolve("tests/diag/broken");
  private static final String HOME = String.valueOf(System.getProperty("ferry.home"));
  private static final String GCC = "riscv64-linux-gnu-gcc";

  /** gcc names no column where a conditional is not ended. */
  private static final Pattern ERROR =
      Pattern.compile("^([^\\n:]+):(\\d+):(?:\\d+:)? (?:fatal )?error: ", Pattern.MULTILINE);

  private static final Pattern PLACED =
      Pattern.compile("[^:]+:\\d+:\\d+: (?:warning|note|(?:fatal )?error): .*");

  @TempDir Path work;

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    }
  }

  private static List<String> options(Path program) throws IOException {
    String first = Files.readAllLines(program).getFirst();
    return first.startsWith("// options: ") ? List.of(first.substring(12).split(" ")) : List.of();
  }

  private static List<String> commandLine(Path program) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-S", "-o", "/dev/null"));
    arguments.addAll(options(program));
    arguments.add(String.valueOf(program.getFileName()));
    return arguments;
  }

  private static String messages(Path program) throws IOException {
    ToolConsole tool = new ToolConsole(program.getParent());
    int status = new CcDriver(tool.console()).run(commandLine(program));
    assertThat(status).as("%s: %s", program, tool.err()).isEqualTo(1);
    // Where in Ferry's headers something stands changes with every edit of them.
    return tool.err()
        .replace(HOME, "HOME")
        .replaceAll("(?m)^(HOME/[^:]*):\\d+:\\d+:(.*\\n) *\\d+ \\|", "$1:0:0:$2    0 |");
  }

  /** The line of the first error in the program itself. */
  private static String firstErrorLine(Path program, String messages) {
    Matcher matcher = ERROR.matcher(messages);
    boolean own = matcher.find() && matcher.group(1).equals(program.getFileName().toString());
    return own ? matcher.group(2) : "none";
  }

  private static Map<String, String> table(String name) throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve(name))) {
      int blank = line.indexOf(' ');
      map.put(line.substring(0, blank), line.substring(blank + 1));
    }
    return map;
  }

  /** One golden for each folder: {@code messages.txt}. */
  @TestFactory
  Stream<DynamicTest> messages() throws IOException {
    Map<Path, List<Path>> folders = new TreeMap<>();
    for (Path program : programs()) {
      folders.computeIfAbsent(program.getParent(), folder -> new ArrayList<>()).add(program);
    }
    return folders.entrySet().stream()
        .map(folder ->
            dynamicTest(
                String.valueOf(folder.getKey().getFileName()),
                () -> checkMessages(folder.getKey(), folder.getValue())));
  }

  private static void checkMessages(Path folder, List<Path> programs) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path program : programs) {
      String messages = messages(program);
      for (String line : messages.lines().toList()) {
        if (line.contains(" error: ") || line.contains(" warning: ") || line.contains(" note: ")) {
          assertThat(line).matches(PLACED);
        }
      }
      all.append("=== ").append(program.getFileName()).append('\n').append(messages);
    }
    ToolConsole.golden(folder.resolve("messages.txt"), all.toString());
  }

  @Test
  void firstErrorsAgreeWithGcc() throws IOException {
    Map<String, String> gcc = table("gcc-first-error.txt");
    Map<String, String> different = new TreeMap<>();
    List<Path> programs = programs();
    for (Path program : programs) {
      String name = FOLDER.relativize(program).toString();
      String line = firstErrorLine(program, messages(program));
      assertThat(line).as(name).isNotEqualTo("none");
      if (!line.equals(gcc.get(name))) {
        different.put(name, line);
      }
    }
    assertThat(gcc).hasSameSizeAs(programs).hasSizeGreaterThanOrEqualTo(300);
    // Each with the reason why Ferry's place is the better one.
    assertThat(different.keySet()).isEqualTo(table("disagreements.txt").keySet());
    assertThat(different.size() * 20).isLessThanOrEqualTo(programs.size());
  }

  @Test
  void recordedLinesAreWhatGccSays() throws IOException, InterruptedException {
    assumeTrue(Oracle.has(GCC), "no " + GCC);
    Map<String, String> recorded = table("gcc-first-error.txt");
    for (Path program : programs()) {
      List<String> command = new ArrayList<>(List.of(GCC));
      command.addAll(commandLine(program));
      String output = run(program.getParent(), command);
      String name = FOLDER.relativize(program).toString();
      assertThat(firstErrorLine(program, output)).as(name).isEqualTo(recorded.get(name));
    }
  }

  private String run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Path output = work.resolve("gcc.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.waitFor();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
