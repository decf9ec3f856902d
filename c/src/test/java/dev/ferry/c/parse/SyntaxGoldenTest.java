package dev.ferry.c.parse;

import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.c.SourceCase;
import dev.ferry.c.syntax.SyntaxText;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code tests/parse}: the syntax tree of each file, and what is said about it. */
class SyntaxGoldenTest {
  @TestFactory
  Stream<DynamicTest> goldens() {
    return SourceCase.files("parse").stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> golden(file)));
  }

  private static void golden(Path file) {
    SourceCase source = SourceCase.read(file);
    String text;
    try {
      text = SyntaxText.print(Parser.parse(source.preprocessor(), source.main()));
    } catch (Diagnostics.Abort e) {
      text = "(aborted)\n";
    }
    String messages =
        TextDiagnosticPrinter.print(source.diagnostics, TextDiagnosticPrinter.Options.plain());
    SourceCase.checkGolden(file, text + (messages.isEmpty() ? "" : "== messages\n" + messages));
  }
}
