package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script itself. */
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  @TempDir Path work;

  private Oracle.Result inLocale(String locale) throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    assumeTrue(Oracle.has("env"), "no env");
    Files.writeString(
        work.resolve("names.c"),
        """
        #include <stdio.h>
        #include <stdlib.h>
        int main(void) {
          FILE *file = fopen("\\303\\246", "w");
          char *locale = getenv("LC_ALL");
          printf("%s %s\\n", file ? "created" : "refused", locale ? locale : "unset");
          return remove("\\303\\246") != 0;
        }
        """);
    String launcher = ROOT.resolve("dist/bin/ferry").normalize().toString();
    List<String> command =
        List.of("env", "-u", "LANG", "-u", "LC_CTYPE", locale, launcher, "run", "names.c");
    return Oracle.run(work, null, command);
  }

  @Test
  void filesHaveAnyNameInTheLocaleC() throws IOException, InterruptedException {
    assertThat(inLocale("LC_ALL=C").output()).isEqualTo("created C\n");
  }

  @Test
  void anUnsetLocaleStaysUnset() throws IOException, InterruptedException {
    assertThat(inLocale("LC_ALL=").output()).isEqualTo("created unset\n");
  }

  /**
   * The classes that most guests need at once come from the start-up cache, the translator's too.
   */
  @Test
  void theStartUpCacheHoldsTheTranslator() throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve("dist/lib/ferry.aot")), "there is no start-up cache");
    assumeTrue(Oracle.has("env"), "no env");
    Path log = work.resolve("classes.log");
    List<String> command =
        List.of(
            "env",
            "FERRY_JAVA_OPTIONS=-Xlog:class+load:file=" + log,
            ROOT.resolve("dist/bin/ferry").normalize().toString(),
            "run",
            ROOT.resolve("bench/programs/sieve.c").normalize().toString(),
            "--",
            "1000000");
    assertThat(Oracle.run(work, null, command).status()).isZero();
    List<String> classes = Files.readAllLines(log);
    assertThat(classes).anyMatch(line -> line.contains(" Guest_"));
    assertThat(classes)
        .filteredOn(line -> line.contains(" dev.ferry.") && line.contains("ferry.jar"))
        .as("classes of Ferry's that are not in the cache")
        .hasSizeLessThan(20);
  }

  private Oracle.Result served(String... words) throws IOException, InterruptedException {
    return launched("1", words);
  }

  /**
   * @param server FERRY_SERVER
   */
  private Oracle.Result launched(String server, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "-u",
                "FERRY_JAVA_OPTIONS",
                "-u",
                "XDG_RUNTIME_DIR",
                "HOME=" + work,
                "FERRY_SERVER=" + server,
                ROOT.resolve("dist/bin/ferry").normalize().toString()));
    command.addAll(List.of(words));
    return Oracle.run(work, null, command);
  }

  /** The first command starts it; the next ones are executed by it, and nothing differs. */
  @Test
  void aCompileServerDoesTheSame() throws IOException, InterruptedException {
    assumeTrue(Files.exists(ROOT.resolve("dist/complete")), "the C library is not built");
    assumeTrue(Oracle.has("bash") && Oracle.has("env"), "no bash");
    Files.writeString(work.resolve("good.c"), "int f(int x) { return x * 7; }\n");
    Files.writeString(work.resolve("bad.c"), "int f(int x) { return y; }\n");
    Oracle.Result cold = launched("0", "cc", "-c", "bad.c");
    assertThat(served("cc", "-c", "good.c", "-o", "cold.o").status()).isZero();
    try {
      for (int k = 0; served("server", "status").status() != 0; k++) {
        assertThat(k).as("rounds until there is a server").isLessThan(600);
        Thread.sleep(100);
      }
      assertThat(served("cc", "-c", "good.c", "-o", "warm.o").status()).isZero();
      Oracle.Result warm = served("cc", "-c", "bad.c");
      assertThat(warm.status()).isEqualTo(cold.status()).isEqualTo(1);
      assertThat(warm.output()).isEqualTo(cold.output()).contains("bad.c:1:23: error: ");
      assertThat(served("server", "status").output()).contains(": 2 commands served");
      assertThat(work.resolve("warm.o")).hasSameBinaryContentAs(work.resolve("cold.o"));
    } finally {
      assertThat(served("server", "stop").status()).isZero();
    }
  }
}
