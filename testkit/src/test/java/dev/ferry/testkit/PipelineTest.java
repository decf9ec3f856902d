package dev.ferry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ferry.driver.cc.UsageException;
import dev.ferry.driver.pipeline.PipelineCommand;
import dev.ferry.driver.pipeline.PipelineDocument;
import dev.ferry.driver.pipeline.PipelineOptions;
import dev.ferry.driver.pipeline.PipelineRequest;
import dev.ferry.driver.pipeline.PipelineRun;
import dev.ferry.machine.linux.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline's text, memory images, and that no model changes what a program does. */
class PipelineTest {
  private static final Path FOLDER = ToolConsole.ROOT.resolve("tests/pipeline");

  /** Every switch in one of them. */
  private static final List<String> MODELS =
      List.of(
          "model=single",
          "forwarding=off branch=mem memory=unified div=30 fdiv=20",
          "branch=id predictor=gshare return-stack=8 icache=1k,2,32,10 dcache=1k,4,16,20,random",
          "model=dual predictor=bimodal store-data=mem mul=3 dcache=512,1,64,9,through,fifo",
          "hazard-detection=off predictor=backward");

  @TempDir Path work;

  // ---- text

  @Test
  void diagramInWords() throws IOException {
    for (String name : List.of("textbook-load", "taken-ex", "multiply", "data-cache")) {
      List<String> line = new ArrayList<>();
      for (String text : Files.readAllLines(FOLDER.resolve(name + ".s"))) {
        if (text.startsWith("# options:")) {
          line.addAll(List.of(text.substring(10).strip().split(" ")));
        }
      }
      line.removeIf(String::isEmpty);
      line.add(name + ".s");
      ToolConsole console = new ToolConsole(FOLDER);
      assertThat(new PipelineCommand(console.console()).run(line)).as(console.err()).isZero();
      ToolConsole.golden(FOLDER.resolve(name + ".expected"), console.out());
    }
  }

  @Test
  void diagramAsPicture() throws IOException {
    ToolConsole console = new ToolConsole(FOLDER);
    assertThat(new PipelineCommand(console.console()).run(List.of("--svg", "load-use.s"))).isZero();
    ToolConsole.golden(FOLDER.resolve("load-use.svg"), console.out());
  }

  @Test
  void wrongOptionsAreSaid() {
    for (String option : List.of("--branch=wb", "--icache=3,1,16,4", "--mul=0", "--count=x")) {
      ToolConsole console = new ToolConsole(FOLDER);
      assertThat(new PipelineCommand(console.console()).run(List.of(option, "load-use.s")))
          .isEqualTo(2);
      assertThat(console.err()).startsWith("ferry pipeline: --");
    }
  }

  // ---- images

  @Test
  void imagesGiveTheirStates() throws IOException {
    Path image = FOLDER.resolve("image");
    for (String model : List.of("single", "five-stage")) {
      ToolConsole console = new ToolConsole(image);
      List<String> line = List.of("imem.txt", "--model=" + model, "--branch=id", "--dump=" + work);
      assertThat(new PipelineCommand(console.console()).run(line)).as(console.err()).isZero();
    }
    for (String file :
        List.of(
            "SS_RFResult.txt",
            "FS_RFResult.txt",
            "StateResult_SS.txt",
            "StateResult_FS.txt",
            "SS_DMEMResult.txt",
            "FS_DMEMResult.txt",
            "PerformanceMetrics_SS.txt",
            "PerformanceMetrics_FS.txt")) {
      ToolConsole.golden(image.resolve(file), Files.readString(work.resolve(file)));
    }
  }

  /** What a run leaves in memory is an image again: the data of the next run. */
  @Test
  void imagesComeBack() throws IOException {
    Path image = FOLDER.resolve("image");
    ToolConsole first = new ToolConsole(image);
    new PipelineCommand(first.console()).run(List.of("imem.txt", "--dump=" + work));
    ToolConsole second = new ToolConsole(image);
    Path again = Files.createDirectory(work.resolve("again"));
    List<String> line =
        List.of("imem.txt", "--dmem=" + work.resolve("FS_DMEMResult.txt"), "--dump=" + again);
    assertThat(new PipelineCommand(second.console()).run(line)).isZero();
    assertThat(Files.readString(again.resolve("FS_DMEMResult.txt")))
        .isEqualTo(Files.readString(work.resolve("FS_DMEMResult.txt")));
  }

  // ---- the same end in every model

  @TestFactory
  Stream<DynamicTest> finalStates() throws IOException {
    assumeTrue(
        Files.exists(ToolConsole.ROOT.resolve("dist/complete")),
        "the built-in C library is not built: run ./test or build/dist");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(ToolConsole.ROOT.resolve("tests/c"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        tests.add(dynamicTest(file.getFileName().toString(), () -> sameEnd(file)));
      }
    }
    return tests.stream();
  }

  private void sameEnd(Path file) throws Exception {
    ProgramHeader header = ProgramHeader.of(file);
    assumeTrue(!header.skip().contains("ferry"), "skipped by its header");
    assumeTrue(!header.skip().contains("pipeline"), "files or processes: the models have none");
    List<String> line = new ArrayList<>(List.of("-w", "-O1"));
    line.addAll(header.options());
    line.add(file.toString());
    for (String library : header.libraries()) {
      line.add("-l" + library);
    }
    Workbench bench = new Workbench(work);
    byte[] image = bench.compile(line).requireImage();
    Workbench.Run run = bench.run(image, Limits.DEFAULT.withInstructions(200_000_000), "");
    // One model a program, in turn, and all of them over the programs.
    String model = MODELS.get(Math.floorMod(file.getFileName().hashCode(), MODELS.size()));
    PipelineDocument timed = PipelineRun.run(request(image, model));
    assertThat(timed.outcome().status()).as(model).isEqualTo(run.status());
    String output = run.output() + run.error();
    assertThat(timed.outcome().output()).as(model).hasSameSizeAs(clipped(output));
    if (run.error().isEmpty()) {
      assertThat(timed.outcome().output()).as(model).isEqualTo(clipped(output));
    }
    if (!header.skip().contains("counts")) {
      assertThat(timed.totals().instructions()).as(model).isEqualTo(run.outcome().retired());
    }
  }

  private static String clipped(String text) {
    return text.length() <= 1 << 16 ? text : text.substring(0, 1 << 16);
  }

  private static PipelineRequest request(byte[] image, String model) throws UsageException {
    PipelineOptions options = new PipelineOptions();
    for (String option : model.split(" ")) {
      int equals = option.indexOf('=');
      options.set(option.substring(0, equals), option.substring(equals + 1));
    }
    return PipelineRequest.of("program", image, options.config());
  }
}
