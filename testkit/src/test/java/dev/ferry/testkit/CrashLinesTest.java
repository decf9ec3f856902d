package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.binutils.elf.ElfImage;
import dev.ferry.machine.linux.Limits;
import dev.ferry.machine.symbols.CrashReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash of a program without debug information gets its lines from the same program with it. */
class CrashLinesTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final String SOURCE =
      """
      static int *nothing;
      __attribute__((noinline)) int get(int i) {
        return nothing[i];
      }
      int main(void) {
        return get(2) + 1;
      }
      """;

  @TempDir Path work;

  @Test
  void linesComeFromTheSameCode() throws Exception {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    Files.writeString(work.resolve("crash.c"), SOURCE);
    for (String level : List.of("-O0", "-O2")) {
      CrashReport crash = crash(level);
      assertThat(crash.stack().getFirst()).endsWith("in get");
      crash.symbols().addDebugInformation(image("-g", level));
      assertThat(crash.stack().getFirst()).endsWith("in get (crash.c:3)");
      assertThat(crash.stack().get(1)).endsWith("in main (crash.c:6)");
    }
  }

  @Test
  void otherCodeSaysNothing() throws Exception {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    Files.writeString(work.resolve("crash.c"), SOURCE);
    CrashReport crash = crash("-O0");
    crash.symbols().addDebugInformation(image("-g", "-O1"));
    assertThat(crash.stack().getFirst()).endsWith("in get");
  }

  private CrashReport crash(String level) throws InterruptedException {
    Workbench bench = new Workbench(work);
    byte[] image = bench.compile(List.of("crash.c", level)).requireImage();
    CrashReport crash = bench.run(image, Limits.DEFAULT, "").outcome().crash();
    assertThat(crash).isNotNull();
    return java.util.Objects.requireNonNull(crash);
  }

  private ElfImage image(String... options) {
    List<String> line = new java.util.ArrayList<>(List.of(options));
    line.add("crash.c");
    return ElfImage.parse("crash", new Workbench(work).compile(line).requireImage());
  }
}
