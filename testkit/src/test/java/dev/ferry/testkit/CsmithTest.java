package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the csmith harness makes of programs that end, differ and do not end. */
class CsmithTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();
  private static final List<String> LEVELS = List.of("-O0");

  @TempDir Path work;

  @BeforeEach
  void needsOracle() {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the built-in C library is not built");
    assumeTrue(Files.exists(Path.of("/usr/bin/riscv64-linux-gnu-gcc")), "no cross gcc");
    assumeTrue(Files.exists(Path.of("/usr/bin/qemu-riscv64")), "no qemu");
  }

  private Csmith.Verdict verdict(String body) throws IOException, InterruptedException {
    String text = "#include <stdio.h>\nint main(void) {\n" + body + "\nputs(\"end\");\n}\n";
    Path source = Files.writeString(work.resolve("program.c"), text);
    return new Csmith(work, 2).program(source, LEVELS);
  }

  @Test
  void agreement() throws IOException, InterruptedException {
    Csmith.Verdict verdict = verdict("");
    assertThat(verdict.wrong()).isEmpty();
    assertThat(verdict.leftOut()).isEmpty();
  }

  @Test
  void disagreement() throws IOException, InterruptedException {
    Csmith.Verdict verdict = verdict("#ifdef __FERRY__\nputs(\"other\");\n#endif");
    assertThat(verdict.wrong()).hasSize(1);
    assertThat(verdict.leftOut()).isEmpty();
  }

  /** Only gcc's optimiser knows that 10^19 rounds change nothing. */
  @Test
  void endlessAtGccToo() throws IOException, InterruptedException {
    Csmith.Verdict verdict =
        verdict("unsigned long n = 0xf208830dc8f21dda; int v = -4; do { n--; v &= 5; } while (n);");
    assertThat(verdict.wrong()).isEmpty();
    assertThat(verdict.leftOut()).contains("gcc -O0 either");
  }

  @Test
  void endlessAtFerryOnly() throws IOException, InterruptedException {
    Csmith.Verdict verdict = verdict("#ifdef __FERRY__\nfor (;;) {}\n#endif");
    assertThat(verdict.wrong()).hasSize(1);
    assertThat(verdict.leftOut()).isEmpty();
  }
}
