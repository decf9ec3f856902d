package dev.ferry.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The system's cross gcc with static glibc; a test without one is skipped. */
public final class CrossCompiler {
  private CrossCompiler() {}

  public static byte[] compile(Path folder, String source) throws Exception {
    Path c = folder.resolve("p.c");
    Files.writeString(c, source);
    Path program = folder.resolve("p");
    try {
      Process gcc =
          new ProcessBuilder(
                  "riscv64-linux-gnu-gcc",
                  "-O1",
                  "-w",
                  "-static",
                  "-o",
                  program.toString(),
                  c.toString(),
                  "-lm")
              .inheritIO()
              .start();
      Assumptions.assumeTrue(
          gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0, "the cross gcc fails");
    } catch (java.io.IOException e) {
      Assumptions.abort("riscv64-linux-gnu-gcc is missing");
    }
    return Files.readAllBytes(program);
  }
}
