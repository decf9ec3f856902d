package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
