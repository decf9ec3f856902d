package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.driver.Console;
import dev.ferry.driver.debug.DebugRunner;
import dev.ferry.driver.run.RunCommand;
import dev.ferry.machine.Machine;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.gdb.GdbServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debuggers on programs that Ferry compiled. Each {@code tests/debug/*.gdb} says in its header
 * which source, with which options, on which machine ({@code qemu} or {@code ferry}); each {@code
 * *.commands} is a script for {@code ferry debug}. What the debugger prints is compared with the
 * file beside it; addresses do not count.
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

  @TestFactory
  Stream<DynamicTest> commands() throws IOException {
    assumeTrue(
        Files.exists(ROOT.resolve("dist/complete")),
        "the built-in C library is not built: run ./test or build/dist");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(DATA)) {
      for (Path script : files.filter(f -> f.toString().endsWith(".commands")).sorted().toList()) {
        tests.add(dynamicTest(script.getFileName().toString(), () -> checkCommands(script)));
      }
    }
    return tests.stream();
  }

  private static void checkCommands(Path script) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    Console console =
        new Console(Files.newInputStream(script), stream, stream, DATA, Map.of(), false);
    List<String> line = new ArrayList<>(List.of(header(script, "options").split(" ")));
    line.addAll(List.of("--no-dir", "--no-env", header(script, "source")));
    new RunCommand(console, "debug", new DebugRunner(console)).run(line);
    compare(script, normal(output.toString(StandardCharsets.UTF_8)));
  }

  /** Compares with the file beside a script, or writes that. */
  private static void compare(Path script, String output) throws IOException {
    String name = script.getFileName().toString().replaceAll("\\.(gdb|commands)$", ".expected");
    Path expected = DATA.resolve(name);
    if (Boolean.getBoolean("ferry.bless")) {
      Files.writeString(expected, output);
    }
    assertThat(output).isEqualTo(Files.readString(expected));
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
    String needed = header(script, "needs");
    assumeTrue(needed.isEmpty() || Files.exists(Path.of(needed)), needed + " is missing");
    Path program = work.resolve("program");
    List<String> line = new ArrayList<>(List.of("-g", "-w"));
    line.addAll(List.of(header(script, "options").split(" ")));
    line.addAll(List.of(header(script, "source"), "-o", program.toString()));
    Workbench.Compiled compiled = new Workbench(DATA).cc(line);
    assertThat(compiled.status()).as(compiled.messages()).isZero();
    compare(
        script, normal(target.equals("qemu") ? onQemu(script, program) : onFerry(script, program)));
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private String onFerry(Path script, Path program) throws Exception {
    Debuggee debuggee =
        Machine.builder(Files.readAllBytes(program)).path(program.toString()).debug();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread server =
        new Thread(() -> {
          try (debuggee) {
            StopReason unused = GdbServer.serve(debuggee, 0, port::complete);
          } catch (IOException | InterruptedException e) {
            port.completeExceptionally(e);
          }
        });
    server.start();
    String output = gdb(script, program, port.get(30, TimeUnit.SECONDS));
    server.join(30_000);
    assertThat(server.isAlive()).as("the server has ended").isFalse();
    return output;
  }

  private String onQemu(Path script, Path program) throws Exception {
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

  /** Addresses, process numbers and instructions of the C library do not count. */
  private static String normal(String output) {
    StringBuilder result = new StringBuilder();
    for (String line : output.lines().toList()) {
      boolean isOfLibrary = line.contains(" in _start ()") || line.startsWith("→ 0x");
      if (isOfLibrary || line.startsWith("warning:")) {
        continue;
      }
      result
          .append(
              line.replaceAll("0x[0-9a-f]+", "0x")
                  .replaceAll("\\b[0-9a-f]{16}\\b", "0x")
                  .replaceAll("process \\d+|Thread [0-9.]+|Remote target", "process"))
          .append('\n');
    }
    return result.toString();
  }
}
