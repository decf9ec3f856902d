package dev.ferry.c.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.c.SourceCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The first error of each example in {@code tests/diag/syntax} stands in the line where gcc's does.
 */
class GccAgreementTest {
  private static final String GCC = "/usr/bin/riscv64-linux-gnu-gcc";
  private static final Pattern ERROR =
      Pattern.compile("^[^\\n:]+:(\\d+):\\d+: (?:fatal )?error: ", Pattern.MULTILINE);

  private static String firstErrorLine(String text) {
    Matcher matcher = ERROR.matcher(text);
    return matcher.find() ? matcher.group(1) : "none";
  }

  private static String gcc(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(GCC, "-fsyntax-only", "-w"));
    String first =
        Files.readString(file, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    if (first.startsWith("// options: -std=")) {
      command.add(first.substring(12).split(" ")[0]);
    }
    command.add(String.valueOf(file.getFileName()));
    Process process =
        new ProcessBuilder(command)
            .directory(file.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  @Test
  void firstErrorLine() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(GCC)), "no riscv64-linux-gnu-gcc");
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (Path file : SourceCase.files("diag/syntax")) {
      String source = Files.readString(file, StandardCharsets.ISO_8859_1);
      Path golden = file.resolveSibling(String.valueOf(file.getFileName()).replace(".c", ".txt"));
      String ours = firstErrorLine(Files.readString(golden));
      if (source.contains("//@file") || ours.equals("none")) {
        continue;
      }
      String theirs = firstErrorLine(gcc(file));
      if (!theirs.equals("none")) {
        compared++;
        if (!ours.equals(theirs)) {
          different.add(file.getFileName() + ": " + ours + ", gcc " + theirs);
        }
      }
    }
    assertThat(compared).isGreaterThan(80);
    assertThat(different).isEmpty();
  }
}
