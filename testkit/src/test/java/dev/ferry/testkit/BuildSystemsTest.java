package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * tests/builds: a tiny project built by each build system with Ferry and with gcc. Every probe that
 * the build system makes has to be answered as gcc answers it, and the programs have to work.
 */
class BuildSystemsTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  /** The exit status by which the script says that a tool is missing (automake's convention). */
  private static final int SKIPPED = 77;

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(strings = {"cmake", "meson", "autotools", "ccache", "distcc", "linkers", "headers"})
  void answersAsGccDoes(String system) throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    assumeTrue(Oracle.has("bash"), "no bash");
    String script = ROOT.resolve("tests/builds/run").normalize().toString();
    Oracle.Result result = Oracle.run(work, null, List.of("bash", script, system, work.toString()));
    assumeTrue(result.status() != SKIPPED, result.output());
    assertThat(result.status()).as(result.output()).isZero();
  }
}
