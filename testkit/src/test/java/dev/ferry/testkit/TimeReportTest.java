package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.driver.cc.CcDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -ftime-report}: the phases in order, with the optimiser's passes below theirs. */
class TimeReportTest {
  @TempDir Path work;

  private String report(String level) throws IOException {
    Files.writeString(work.resolve("sum.c"), "int sum(int *p) { return p[0] + p[1]; }\n");
    ToolConsole tool = new ToolConsole(work);
    int status = new CcDriver(tool.console()).run(List.of("-c", level, "-ftime-report", "sum.c"));
    assertThat(status).isZero();
    return tool.err().replaceAll("(?m) +: +\\d+\\.\\d{3} \\( *\\d+%\\)$", "");
  }

  @Test
  void namesThePhases() throws IOException {
    assertThat(report("-O2").lines().map(String::strip))
        .containsSubsequence(
            "preprocess and parse",
            "check types",
            "lower to IR",
            "optimise",
            "gvn",
            "generate code",
            "TOTAL");
  }

  @Test
  void passesThatDidNotRunAreNotNamed() throws IOException {
    assertThat(report("-O0").lines().map(String::strip)).doesNotContain("gvn");
  }
}
