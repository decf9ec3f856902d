package dev.ferry.binutils.asm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Debian's cross binutils and gcc, the oracles; a test without them is skipped. */
public final class GnuTools {
  private GnuTools() {}

  /** The outcome of a command. */
  public record Run(int status, String output, String errors) {}

  /** Skips the test unless {@code riscv64-linux-gnu-NAME} is there. */
  public static void need(String name) {
    boolean found = false;
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      found |= Files.isExecutable(Path.of(folder, "riscv64-linux-gnu-" + name));
    }
    assumeTrue(found, "riscv64-linux-gnu-" + name + " is not installed");
  }

  /** Runs {@code riscv64-linux-gnu-NAME} with these arguments. */
  public static Run run(String name, List<String> arguments) {
    try {
      Path output = Files.createTempFile("ferry", ".out");
      Path errors = Files.createTempFile("ferry", ".err");
      List<String> command = new java.util.ArrayList<>(List.of("riscv64-linux-gnu-" + name));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("timeout: " + command);
      }
      Run run =
          new Run(
              process.exitValue(),
              Files.readString(output, StandardCharsets.ISO_8859_1),
              Files.readString(errors, StandardCharsets.ISO_8859_1));
      Files.delete(output);
      Files.delete(errors);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
