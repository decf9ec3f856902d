package dev.ferry.machine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code tests/machine/attacks} try to leave the sandbox or to break the machine;
 * docs/security.md says what is promised. Each case ends as its file says, the host's secret stays
 * as it is, and nothing new appears beside it.
 */
class AttackTest {
  private static final Path ATTACKS = Path.of("../tests/machine/attacks").toAbsolutePath();
  private static final String SECRET = "the secret\n";
  private static final Limits LIMITS =
      Limits.DEFAULT.withMemory(64L << 20).withNanoseconds(20_000_000_000L).withThreads(24);

  /** Cases that end by time are given little of it. */
  private static final long SHORT = 400_000_000L;

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> attacks() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ATTACKS)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        byte[] program = compile(source);
        for (String line : list(program).lines().toList()) {
          int space = line.indexOf(' ');
          String name = line.substring(0, space);
          String end = line.substring(space + 1);
          tests.add(
              DynamicTest.dynamicTest(
                  source.getFileName() + " " + name, () -> attack(program, name, end)));
        }
      }
    }
    return tests;
  }

  private byte[] compile(Path source) throws Exception {
    Path program = folder.resolve("attack");
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

  private static String list(byte[] program) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Machine.builder(program).arguments("attack", "--list").output(out).build().run();
    return out.toString(StandardCharsets.UTF_8);
  }

  private void attack(byte[] program, String name, String end) throws Exception {
    Path host = Files.createTempDirectory(folder, name);
    Path work = Files.createDirectory(host.resolve("work"));
    Path readOnly = Files.createDirectory(host.resolve("ro"));
    Files.writeString(host.resolve("secret"), SECRET);
    Files.writeString(readOnly.resolve("file"), "read only\n");
    Files.createSymbolicLink(work.resolve("out"), host.resolve("secret"));
    Files.createSymbolicLink(work.resolve("outdir"), host);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Limits limits = end.equals("time") ? LIMITS.withNanoseconds(SHORT) : LIMITS;
    Outcome outcome =
        Machine.builder(program)
            .arguments("attack", name)
            .environment(List.of("HOST=" + host))
            .grant(new Grant(work, "/work", false))
            .grant(new Grant(readOnly, "/ro", true))
            .directory("/work")
            .output(out)
            .error(out)
            .limits(limits)
            .network(name.startsWith("loopback_") ? Network.LOOPBACK : Network.NONE)
            .engines(Jit.standard(false))
            .build()
            .run();
    assertThat(outcome.kind()).as(outcome.message()).isNotEqualTo(Outcome.Kind.FAILED);
    if (!end.equals("any")) {
      assertThat(end(outcome)).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(end);
    }
    assertThat(Files.readString(host.resolve("secret"))).isEqualTo(SECRET);
    assertThat(Files.readString(readOnly.resolve("file"))).isEqualTo("read only\n");
    assertThat(names(host)).containsExactly("ro", "secret", "work");
    assertThat(names(readOnly)).containsExactly("file");
  }

  private static List<String> names(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted(Comparator.naturalOrder()).toList();
    }
  }

  private static String end(Outcome outcome) {
    return switch (outcome.kind()) {
      case EXITED -> "exit " + outcome.status();
      case SIGNALLED -> outcome.status() == 11 ? "SIGSEGV" : outcome.status() == 4 ? "SIGILL" : "?";
      case TIME_LIMIT -> "time";
      case MEMORY_LIMIT -> "memory";
      case INSTRUCTION_LIMIT -> "instructions";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
    };
  }
}
