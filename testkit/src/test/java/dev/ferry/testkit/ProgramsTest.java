package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every program of tests/c, at each level, with the built-in library, on the machine. */
class ProgramsTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> programs() throws IOException {
    assumeTrue(
        Files.exists(ROOT.resolve("dist/complete")),
        "the built-in C library is not built: run ./test or build/dist");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("tests/c"))) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        for (String level : List.of("-O0", "-O1", "-O2")) {
          tests.add(dynamicTest(source.getFileName() + " " + level, () -> check(source, level)));
        }
      }
    }
    return tests.stream();
  }

  private void check(Path source, String level) throws IOException, InterruptedException {
    ProgramHeader header = ProgramHeader.of(source);
    assumeTrue(!header.skip().contains("ferry"), "skipped by its header");
    List<String> line = new ArrayList<>(List.of("-w", level));
    line.addAll(header.options());
    line.add(source.toString());
    for (String library : header.libraries()) {
      line.add("-l" + library);
    }
    Workbench bench = new Workbench(work);
    Workbench.Run run =
        bench.run(
            bench.compile(line).requireImage(),
            Limits.DEFAULT.withInstructions(2_000_000_000L).withNanoseconds(120_000_000_000L),
            "");
    assertThat(run.status())
        .as(run.output() + run.error() + run.outcome().message())
        .isEqualTo(header.exit());
    String expected = header.output();
    if (expected != null) {
      assertThat(run.output()).isEqualTo(expected);
    }
  }
}
