package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -fsanitize=}: the reports of tests/sanitize/*.cases on the machine, and the same from gcc
 * on the host. {@code -Dferry.bless=true} rewrites the reports.
 */
class SanitizerTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Path CASES = ROOT.resolve("tests/sanitize/reports.cases");
  private static final Path GCC = Path.of("/usr/bin/gcc");

  @TempDir Path work;

  @BeforeEach
  void needsLibrary() {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the built-in C library is not built");
  }

  /** The cases under one heading. */
  private record Section(String options, boolean gccAgrees, List<Case> cases) {}

  private record Case(String body, List<String> reports) {}

  /** The file: C text first, then the sections. */
  private record Suite(List<String> prelude, List<Section> sections) {
    static Suite read(Path file) throws IOException {
      Suite suite = new Suite(new ArrayList<>(), new ArrayList<>());
      for (String line : Files.readAllLines(file)) {
        suite.add(line);
      }
      return suite;
    }

    private void add(String line) {
      if (line.startsWith("==== ")) {
        boolean agrees = !line.endsWith(" gcc: no");
        String options = line.substring(5).replace(" gcc: no", "");
        sections.add(new Section(options, agrees, new ArrayList<>()));
      } else if (sections.isEmpty()) {
        prelude.add(line);
      } else if (line.startsWith("> ")) {
        sections.getLast().cases.getLast().reports.add(line.substring(2));
      } else {
        sections.getLast().cases.add(new Case(line, new ArrayList<>()));
      }
    }

    /** A program that runs the case whose number is its argument. */
    String program(Section section) {
      StringBuilder text = new StringBuilder(String.join("\n", prelude)).append('\n');
      StringBuilder table = new StringBuilder();
      for (int i = 0; i < section.cases.size(); i++) {
        String body = section.cases.get(i).body;
        text.append("static void case%d(void) {\n#line 1 \"case\"\n%s\n}\n".formatted(i, body));
        table.append("case").append(i).append(", ");
      }
      return text
          + ("static void (*const all[])(void) = {%s};\n"
                  + "int main(int argc, char **argv) { all[atoi(argv[1])](); }\n")
              .formatted(table);
    }
  }

  /** What counts of what was printed: no bytes of memory, no marks, no addresses. */
  private static List<String> reports(String error) {
    List<String> result = new ArrayList<>();
    for (String line : error.lines().toList()) {
      if (line.contains("runtime error: ") || line.contains("note: ")) {
        result.add(line.replaceAll("0x[0-9a-f]{12,16}\\b", "ADDR").replaceFirst("^case:1:", ""));
      }
    }
    return result;
  }

  @TestFactory
  Stream<DynamicTest> ferry() throws IOException {
    if (Boolean.getBoolean("ferry.bless")) {
      return Stream.of(dynamicTest("bless", this::bless));
    }
    List<DynamicTest> tests = new ArrayList<>();
    Suite suite = Suite.read(CASES);
    for (Section section : suite.sections) {
      for (String level : List.of("-O0", "-O2")) {
        tests.add(
            dynamicTest(section.options + " " + level, () -> checkFerry(suite, section, level)));
      }
    }
    return tests.stream();
  }

  private void checkFerry(Suite suite, Section section, String level)
      throws IOException, InterruptedException {
    byte[] image = compile(suite, section, level);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < section.cases.size(); i++) {
      Case c = section.cases.get(i);
      show(expected, c.body, c.reports);
      show(actual, c.body, run(image, i));
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static void show(List<String> into, String body, List<String> reports) {
    into.add(body);
    for (String report : reports) {
      into.add("> " + report);
    }
  }

  private byte[] compile(Suite suite, Section section, String level) throws IOException {
    Path directory = Files.createTempDirectory(work, "ferry");
    Files.writeString(directory.resolve("cases.c"), suite.program(section));
    Workbench.Compiled compiled =
        new Workbench(directory).compile(List.of("-w", level, section.options, "cases.c"));
    assertThat(compiled.messages()).isEmpty();
    return compiled.requireImage();
  }

  private List<String> run(byte[] image, int number) throws InterruptedException {
    Limits limits = Limits.DEFAULT.withNanoseconds(60_000_000_000L);
    Workbench.Run run =
        new Workbench(work).run(image, limits, "", "program", String.valueOf(number));
    return reports(run.error());
  }

  private void bless() throws IOException, InterruptedException {
    Suite suite = Suite.read(CASES);
    List<String> lines = new ArrayList<>(suite.prelude);
    for (Section section : suite.sections) {
      lines.add("==== " + section.options + (section.gccAgrees ? "" : " gcc: no"));
      byte[] image = compile(suite, section, "-O0");
      for (int i = 0; i < section.cases.size(); i++) {
        show(lines, section.cases.get(i).body, run(image, i));
      }
    }
    Files.write(CASES, lines);
  }

  // ---- gcc

  @TestFactory
  Stream<DynamicTest> gcc() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Suite suite = Suite.read(CASES);
    for (Section section : suite.sections) {
      if (section.gccAgrees) {
        tests.add(dynamicTest(section.options, () -> checkGcc(suite, section)));
      }
    }
    return tests.stream();
  }

  private void checkGcc(Suite suite, Section section) throws IOException, InterruptedException {
    assumeTrue(Files.exists(GCC), "no gcc");
    Path directory = Files.createTempDirectory(work, "gcc");
    Files.writeString(directory.resolve("cases.c"), suite.program(section));
    String built = host(directory, GCC.toString(), "-w", section.options, "cases.c", "-o", "cases");
    assumeTrue(Files.exists(directory.resolve("cases")), "gcc has no libubsan: " + built);
    assumeTrue(host(directory, GCC.toString(), "-dumpversion").startsWith("12"), "not gcc 12");
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < section.cases.size(); i++) {
      Case c = section.cases.get(i);
      show(expected, c.body, c.reports);
      show(actual, c.body, reports(host(directory, "./cases", String.valueOf(i))));
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static String host(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  // ---- programs without undefined behaviour

  /** What is just about defined is not reported. */
  @Test
  void silence() throws IOException, InterruptedException {
    Path source = ROOT.resolve("tests/sanitize/defined.c");
    for (String level : List.of("-O0", "-O2")) {
      Workbench bench = new Workbench(work);
      byte[] image =
          bench
              .compile(
                  List.of(
                      "-w",
                      level,
                      "-fsanitize=undefined,bounds-strict,float-cast-overflow",
                      source.toString()))
              .requireImage();
      Workbench.Run run =
          bench.run(image, Limits.DEFAULT.withNanoseconds(60_000_000_000L), "", "program");
      assertThat(run.error()).isEmpty();
      assertThat(run.status()).isZero();
    }
  }
}
