package dev.ferry.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of the system that tests compare with: the cross gcc, QEMU. */
public final class Oracle {
  /** What a command gave; standard error is part of the output. */
  public record Result(int status, String output) {}

  private Oracle() {}

  /** Whether a program of this name is on {@code PATH}. */
  public static boolean has(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs a command to its end.
   *
   * @param input a file for standard input; null for none
   */
  public static Result run(Path directory, @Nullable Path input, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "oracle", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.redirectInput(
        input == null
            ? ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))
            : ProcessBuilder.Redirect.from(input.toFile()));
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + command);
    }
    String text = Files.readString(output, StandardCharsets.ISO_8859_1);
    Files.delete(output);
    return new Result(process.exitValue(), text);
  }
}
