package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.machine.core.EngineFactory;
import dev.ferry.machine.interpreter.InterpreterEngine;
import dev.ferry.machine.jit.Jit;
import dev.ferry.machine.linux.Grant;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The C programs of {@code tests/machine/linux} ask for system calls and print what comes of it: as
 * the comment at their start says, which is what Linux does. {@code net:} there is what is granted,
 * {@code file:} the name of a copy of itself.
 */
class LinuxProgramTest {
  private static final Path PROGRAMS = Path.of("../tests/machine/linux").toAbsolutePath();
  private static final Limits LIMITS = Limits.DEFAULT.withNanoseconds(60_000_000_000L);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> programs() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        String name = source.getFileName().toString();
        tests.add(DynamicTest.dynamicTest(name, () -> run(source, InterpreterEngine.factory())));
        tests.add(
            DynamicTest.dynamicTest(name + " translated", () -> run(source, Jit.standard(false))));
      }
    }
    return tests;
  }

  private void run(Path source, EngineFactory engines) throws Exception {
    List<String> header =
        Files.readAllLines(source).stream().takeWhile(l -> l.startsWith("//")).toList();
    StringBuilder expected = new StringBuilder();
    Path work = Files.createTempDirectory(folder, "work");
    Network network = Network.NONE;
    boolean inExpected = false;
    for (String line : header) {
      if (inExpected) {
        expected.append(line.substring(Math.min(3, line.length()))).append('\n');
      }
      if (line.startsWith("// net: ")) {
        network = Network.valueOf(line.substring(8).toUpperCase(Locale.ROOT));
      }
      if (line.startsWith("// file: ")) {
        Path copy = Files.write(work.resolve(line.substring(9)), compile(source));
        assertThat(copy.toFile().setExecutable(true)).isTrue();
      }
      if (line.startsWith("// host: ")) {
        Assumptions.assumeTrue(System.getProperty("os.name").equals(line.substring(9)), line);
      }
      inExpected |= line.equals("// expect:");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Outcome outcome =
        Machine.builder(compile(source))
            .arguments("program")
            .grant(new Grant(work, "/work", false))
            .temporaryFolders(true)
            .directory("/work")
            .network(network)
            .output(out)
            .error(out)
            .limits(LIMITS)
            .engines(engines)
            .build()
            .run();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .as("%s", outcome)
        .isEqualTo(expected.toString());
    assertThat(outcome.exitStatus()).isZero();
  }

  private byte[] compile(Path source) throws Exception {
    Path program = folder.resolve(source.getFileName() + ".elf");
    if (Files.exists(program)) {
      return Files.readAllBytes(program);
    }
    try {
      Process gcc =
          new ProcessBuilder(
                  "riscv64-linux-gnu-gcc",
                  "-O1",
                  "-w",
                  "-static",
                  "-pthread",
                  "-o",
                  program.toString(),
                  source.toString())
              .inheritIO()
              .start();
      assertThat(gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0).isTrue();
    } catch (java.io.IOException e) {
      Assumptions.abort("riscv64-linux-gnu-gcc is missing");
    }
    return Files.readAllBytes(program);
  }
}
