package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.driver.explain.Explain;
import dev.ferry.driver.explain.ExplainDocument;
import dev.ferry.driver.explain.ExplainDocument.AssemblyLine;
import dev.ferry.driver.explain.ExplainDocument.Stage;
import dev.ferry.driver.explain.ExplainDocument.WordItem;
import dev.ferry.driver.explain.ExplainRequest;
import dev.ferry.driver.explain.Explainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every source of tests/explain: the text is its golden, the JSON keeps to its schema. */
class ExplainTest {
  private static final Path FOLDER = ToolConsole.ROOT.resolve("tests/explain");

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        tests.add(dynamicTest(file.getFileName().toString(), () -> golden(file)));
      }
    }
    return tests.stream();
  }

  private static void golden(Path file) throws Exception {
    String name = file.getFileName().toString();
    List<String> lines = Files.readAllLines(file);
    List<String> line = new ArrayList<>(List.of(header(lines, "options").split(" ")));
    line.add(name);
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (String stage : header(lines, "stages").split(",")) {
      stages.add(Stage.valueOf(stage.toUpperCase(Locale.ROOT)));
    }
    ToolConsole text = new ToolConsole(FOLDER);
    int status = explain(text, stages, line, Explain.Form.TEXT);
    ToolConsole.golden(
        FOLDER.resolve(name.replace(".c", ".expected")),
        text.out() + text.err() + "status " + status + "\n");

    ToolConsole json = new ToolConsole(FOLDER);
    assertThat(explain(json, EnumSet.allOf(Stage.class), line, Explain.Form.JSON))
        .isEqualTo(status);
    String schema = Files.readString(ToolConsole.ROOT.resolve("docs/json/explain.schema.json"));
    assertThat(JsonDocument.violations(JsonDocument.parse(json.out()), schema)).isEmpty();

    ToolConsole page = new ToolConsole(FOLDER);
    explain(page, stages, line, Explain.Form.HTML);
    assertThat(page.out())
        .startsWith("<!DOCTYPE html>")
        .contains(name)
        .doesNotContain("@CONTENTS@");
  }

  private static int explain(
      ToolConsole console, Set<Stage> stages, List<String> line, Explain.Form form) {
    return new Explain(console.console(), stages, "", false).run(line, form, "");
  }

  private static String header(List<String> lines, String key) {
    String start = "// " + key + ": ";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  /** Assembly and words name each other, and every id is given once. */
  @Test
  void linksHoldBothWays() throws Exception {
    String source = Files.readString(FOLDER.resolve("gcd.c"));
    ExplainDocument document =
        Explainer.explain(ExplainRequest.of("gcd.c", source).withOptions(List.of("-O2")));
    Map<String, AssemblyLine> lines = new HashMap<>();
    for (AssemblyLine line : document.assembly()) {
      assertThat(lines.put(line.id(), line)).isNull();
    }
    assertThat(document.words()).isNotEmpty();
    for (WordItem word : document.words()) {
      AssemblyLine line = lines.get(word.assembly());
      assertThat(line).as(word.text()).isNotNull();
      assertThat(line.words()).contains(word.id());
      assertThat(word.span()).as(word.text()).isNotNull();
      assertThat(word.span().line()).isBetween(5, 12);
    }
  }

  /** Inline assembly is linked with its words as well. */
  @Test
  void wordsOfInlineAssembly() throws Exception {
    String source = "int f(int a) { __asm__(\"addi %0, %0, 4\" : \"+r\"(a)); return a; }\n";
    ExplainDocument document = Explainer.explain(ExplainRequest.of("f.c", source));
    assertThat(document.words()).isNotEmpty();
    assertThat(document.words()).allMatch(word -> word.assembly() != null);
  }

  /** A pass says what it did and which rule fired. */
  @Test
  void passesSayWhatTheyDo() throws Exception {
    String source = Files.readString(FOLDER.resolve("rule.c"));
    ExplainDocument document =
        Explainer.explain(ExplainRequest.of("rule.c", source).withOptions(List.of("-O2")));
    List<String> remarks = new ArrayList<>();
    for (ExplainDocument.IrStage stage : document.functions().getFirst().passes()) {
      stage.remarks().forEach(remark -> remarks.add(stage.pass() + ": " + remark.text()));
      assertThat(stage.changed()).isEqualTo(!stage.lines().isEmpty());
    }
    assertThat(remarks).contains("simplify: rule mul-pow2-nsw");
    assertThat(document.summary()).anyMatch(pass -> pass.changes() > 0);
  }

  /** What the linker puts into a word is seen behind it, and in no other. */
  @Test
  void relocationsBeforeAndAfterLinking() throws Exception {
    assumeTrue(Files.exists(ToolConsole.ROOT.resolve("dist/complete")), "needs the C library");
    String source = "extern void exit(int); int answer[99]; int main(void) { exit(answer[7]); }\n";
    ExplainDocument document =
        Explainer.explain(
            ExplainRequest.of("main.c", source)
                .withOptions(List.of("-O1"))
                .withStages(EnumSet.of(Stage.LINKED)));
    assertThat(document.words()).isNotEmpty();
    boolean changed = false;
    for (WordItem word : document.words()) {
      assertThat(word.linked()).as(word.text()).isNotNull();
      changed |= !word.linked().hex().equals(word.hex());
      assertThat(word.linked().text().split(" ")[0]).isEqualTo(word.text().split(" ")[0]);
    }
    assertThat(changed).as("words with relocations change").isTrue();
    assertThat(document.words().toString()).contains("R_RISCV_CALL");
  }

  /** Spans count columns as editors do, and cover the whole expression. */
  @Test
  void spansAreWhatIsWritten() throws Exception {
    String source = "int f(int a) { return /* é */ a * (a + 1); }\n";
    ExplainDocument document = Explainer.explain(ExplainRequest.of("f.c", source));
    List<String> texts = new ArrayList<>();
    collect(document.typed().getFirst(), source, texts);
    assertThat(texts).contains("a * (a + 1)", "a + 1");
  }

  private static void collect(ExplainDocument.TreeNode node, String source, List<String> texts) {
    var span = node.span();
    if (span != null && span.line() == span.endLine()) {
      texts.add(source.substring(span.column() - 1, span.endColumn() - 1));
    }
    for (ExplainDocument.TreeNode child : node.children()) {
      collect(child, source, texts);
    }
  }

  /** On a stack that is too small for a source, that is what it says. */
  @Test
  void deepNestingIsSaid() throws Exception {
    String source = "int x = " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ";\n";
    FutureTask<ExplainDocument> task =
        new FutureTask<>(() -> Explainer.explain(ExplainRequest.of("deep.c", source)));
    new Thread(null, task, "small", 256 << 10).start();
    ExplainDocument document = task.get();
    assertThat(document.failed()).isTrue();
    assertThat(document.diagnostics().getLast().text()).matches(".*nest.* too deep.*");
  }
}
