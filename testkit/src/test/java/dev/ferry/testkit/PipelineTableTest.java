package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.driver.Console;
import dev.ferry.driver.pipeline.PipelineCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every program of tests/pipeline against the table in its header, which was computed by hand: the
 * cycles of each stage, what is forwarded, what is flushed.
 */
class PipelineTableTest {
  private static final Path ROOT = Path.of(System.getProperty("ferry.root", "..")).toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> tables() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("tests/pipeline"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".s")).sorted().toList()) {
        tests.add(dynamicTest(file.getFileName().toString(), () -> check(file)));
      }
    }
    return tests.stream();
  }

  private static void check(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    List<String> forwards = new ArrayList<>();
    List<String> figures = new ArrayList<>();
    List<String> line = new ArrayList<>(List.of("--json", "--count=1000", file.toString()));
    for (String text : Files.readAllLines(file)) {
      if (text.startsWith("#= ")) {
        rows.add(text.substring(3));
      } else if (text.startsWith("#f ")) {
        forwards.add(text.substring(3));
      } else if (text.startsWith("# options:")) {
        line.addAll(Stream.of(text.substring(10).strip().split(" ")).toList());
      } else if (text.matches("# (cycles|hazards|predictor): .*")) {
        figures.add(text.substring(2));
      }
    }
    line.removeIf(String::isEmpty);
    Map<?, ?> document = (Map<?, ?>) JsonDocument.parse(run(line));
    String schema = Files.readString(ROOT.resolve("docs/json/pipeline.schema.json"));
    assertThat(JsonDocument.violations(document, schema)).isEmpty();
    assertThat(rows(document)).isEqualTo(rows);
    assertThat(forwards(document)).isEqualTo(forwards);
    assertThat(figures(document)).containsAll(figures);
    assertThat(accounted(document)).as("cycles that the stalls account for").isTrue();
  }

  private static String run(List<String> line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            ROOT,
            Map.of(),
            false);
    assertThat(new PipelineCommand(console).run(line)).as(err.toString()).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<?> list(Object object, String key) {
    return (List<?>) ((Map<?, ?>) object).get(key);
  }

  private static List<String> rows(Map<?, ?> document) {
    List<String> rows = new ArrayList<>();
    for (Object row : list(document, "rows")) {
      StringBuilder text = new StringBuilder();
      boolean isLong = list(row, "stalls").toString().contains("cause=long-operation");
      for (Object item : list(row, "stages")) {
        Map<?, ?> stage = (Map<?, ?>) item;
        String name = stage.get("stage").equals("MEM") ? "ME" : (String) stage.get("stage");
        text.append(text.isEmpty() ? stage.get("cycle").toString() : "").append(' ').append(name);
        String held = name.equals("EX") && isLong ? " EX" : " --";
        text.append(held.repeat(((Long) stage.get("cycles")).intValue() - 1));
      }
      boolean flushed = (Boolean) ((Map<?, ?>) row).get("flushed");
      rows.add(text + (flushed ? " flushed" : ""));
    }
    return rows;
  }

  private static List<String> forwards(Map<?, ?> document) {
    List<String> forwards = new ArrayList<>();
    for (Object row : list(document, "rows")) {
      for (Object item : list(row, "forwards")) {
        Map<?, ?> forward = (Map<?, ?>) item;
        forwards.add(
            String.join(
                " ",
                ((Map<?, ?>) row).get("index").toString(),
                (String) forward.get("register"),
                (String) forward.get("from"),
                (String) forward.get("to"),
                forward.get("cycle").toString()));
      }
    }
    return forwards;
  }

  private static List<String> figures(Map<?, ?> document) {
    Map<?, ?> totals = (Map<?, ?>) document.get("totals");
    List<String> figures = new ArrayList<>();
    figures.add("cycles: " + totals.get("cycles"));
    figures.add("hazards: " + totals.get("hazards"));
    if (document.get("predictor") instanceof Map<?, ?> predictor) {
      figures.add("predictor: " + predictor.get("wrong") + " of " + predictor.get("branches"));
    }
    return figures;
  }

  /** On one-wide pipelines: instructions, four cycles to fill, and the lost ones. */
  private static boolean accounted(Map<?, ?> document) {
    if (!document.get("model").equals("five-stage")) {
      return true;
    }
    Map<?, ?> totals = (Map<?, ?>) document.get("totals");
    long sum = (Long) totals.get("instructions") + 4;
    for (Object stall : list(document, "stalls")) {
      sum += (Long) ((Map<?, ?>) stall).get("cycles");
    }
    return sum == (Long) totals.get("cycles");
  }
}
