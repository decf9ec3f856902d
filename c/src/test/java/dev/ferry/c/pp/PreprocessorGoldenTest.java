package dev.ferry.c.pp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.c.SourceCase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code tests/pp}: text output and diagnostics of each file; plain ones compared with gcc's. */
class PreprocessorGoldenTest {
  private static final String GCC = "/usr/bin/riscv64-linux-gnu-gcc";

  private static String run(SourceCase source) {
    Preprocessor pp = source.preprocessor();
    source.options.textOutput = true;
    String text = "";
    try {
      byte[] bytes =
          new TextOutput(pp, source.lineMarkers, TextOutput.Dump.NONE, false).run(source.main());
      text = new String(bytes, StandardCharsets.UTF_8);
    } catch (Diagnostics.Abort e) {
      text = "(aborted)\n";
    }
    return text;
  }

  @TestFactory
  Stream<DynamicTest> goldens() {
    return SourceCase.files("pp").stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> golden(file)));
  }

  private static void golden(Path file) {
    SourceCase source = SourceCase.read(file);
    String text = run(source);
    String messages =
        TextDiagnosticPrinter.print(source.diagnostics, TextDiagnosticPrinter.Options.plain());
    SourceCase.checkGolden(file, text + (messages.isEmpty() ? "" : "== messages\n" + messages));
  }

  /** Files without further files and options: their text must be gcc's, byte for byte. */
  @TestFactory
  Stream<DynamicTest> sameAsGcc() {
    return SourceCase.files("pp").stream()
        .filter(file -> comparable(file))
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> compare(file)));
  }

  private static boolean comparable(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.startsWith("// gcc:");
    } catch (IOException e) {
      return false;
    }
  }

  private static void compare(Path file) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(GCC)), "no riscv64-linux-gnu-gcc");
    List<String> command = new ArrayList<>(List.of(GCC, "-E", "-nostdinc", "-w"));
    command.add(String.valueOf(file.getFileName()));
    Process process =
        new ProcessBuilder(command)
            .directory(file.getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String gcc = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(run(SourceCase.read(file))).isEqualTo(gcc);
  }
}
