package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the passes make of {@code tests/c} means the same to the IR interpreter. ({@code
 * ProgramsTest} has the machine's part of the chain; {@link OracleChain} runs csmith's programs.)
 */
class OracleChainTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> programs() throws IOException {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    IrProgram runtime = IrProgram.of(ROOT, ROOT.resolve("examples/hello.c"), List.of());
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("tests/c"))) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        ProgramHeader header = ProgramHeader.of(source);
        if (!header.skip().contains("interpreter")) {
          tests.add(
              dynamicTest(
                  String.valueOf(source.getFileName()), () -> check(runtime, source, header)));
        }
      }
    }
    return tests.stream();
  }

  private void check(IrProgram runtime, Path source, ProgramHeader header)
      throws IOException, InterruptedException {
    IrProgram program = runtime.with(source, header.options());
    OracleChain chain = new OracleChain(work, program, source, header.options());
    assertThat(chain.differences(List.of("-O1", "-O2", "-O3", "-Os"), List.of())).isEmpty();
  }
}
