package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * gdb on programs that Ferry compiled. Each {@code tests/debug/*.gdb} says in its header which
 * source, with which options, on which machine ({@code qemu} or {@code ferry}), and what gdb prints
 * is compared with the file beside it; addresses do not count.
 */
class DebuggerTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final Path DATA = ROOT.resolve("tests/debug");
  private static final List<String> FIRST =
      List.of(
          "set pagination off",
          "set confirm off",
          "set width 0",
          "set print thread-events off",
          "set sysroot /",
          "set debuginfod enabled off",
          "set startup-with-shell off");

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> scripts() throws IOException {
    assumeTrue(
        Files.exists(ROOT.resolve("dist/complete")),
        "the built-in C library is not built: run ./test or build/dist");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(DATA)) {
      for (Path script : files.filter(f -> f.toString().endsWith(".gdb")).sorted().toList()) {
        for (String target : header(script, "target").split(" ")) {
          tests.add(dynamicTest(script.getFileName() + " " + target, () -> check(script, target)));
        }
      }
    }
    return tests.stream();
  }

  private static String header(Path script, String key) throws IOException {
    for (String line : Files.readAllLines(script)) {
      if (line.startsWith("# " + key + ": ")) {
        return line.substring(key.length() + 4);
      }
    }
    return "";
  }

  private void check(Path script, String target) throws Exception {
    assumeTrue(isInstalled("gdb-multiarch"), "gdb-multiarch is missing");
    assumeTrue(!target.equals("qemu") || isInstalled("qemu-riscv64"), "qemu-riscv64 is missing");
    Path program = work.resolve("program");
    List<String> line = new ArrayList<>(List.of("-g", "-w"));
    line.addAll(List.of(header(script, "options").split(" ")));
    line.addAll(List.of(header(script, "source"), "-o", program.toString()));
    Workbench.Compiled compiled = new Workbench(DATA).cc(line);
    assertThat(compiled.status()).as(compiled.messages()).isZero();
    String output = normal(debug(script, target, program));
    Path expected = DATA.resolve(script.getFileName().toString().replace(".gdb", ".expected"));
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(expected, output);
    }
    assertThat(output).isEqualTo(Files.readString(expected));
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private String debug(Path script, String target, Path program) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process qemu =
        new ProcessBuilder("qemu-riscv64", "-g", Integer.toString(port), program.toString())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("guest.out").toFile())
            .start();
    try {
      return gdb(script, program, port);
    } finally {
      qemu.destroyForcibly();
    }
  }

  private String gdb(Path script, Path program, int port) throws Exception {
    Path commands = work.resolve("commands.gdb");
    List<String> lines = new ArrayList<>(FIRST);
    lines.add("target remote localhost:" + port);
    lines.addAll(Files.readAllLines(script));
    Files.write(commands, lines);
    Path output = work.resolve("gdb.out");
    Process gdb =
        new ProcessBuilder(
                "gdb-multiarch", "-nx", "-batch", "-x", commands.toString(), program.toString())
            .directory(DATA.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(gdb.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
    } finally {
      gdb.destroyForcibly();
    }
    return Files.readString(output);
  }

  /** Addresses, process numbers and where gdb found the program do not count. */
  private static String normal(String output) {
    StringBuilder result = new StringBuilder();
    for (String line : output.lines().toList()) {
      if (line.contains(" in _start ()") || line.startsWith("warning:")) {
        continue;
      }
      result
          .append(
              line.replaceAll("0x[0-9a-f]+", "0x")
                  .replaceAll("process \\d+|Thread [0-9.]+", "process"))
          .append('\n');
    }
    return result.toString();
  }
}
