package dev.ferry.c.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.c.SourceCase;
import dev.ferry.c.lex.LexDiagnostic;
import dev.ferry.c.pp.PpDiagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code tests/diag/syntax}: one example per kind of diagnostic, named by its code, and the text
 * that is printed for it.
 */
class DiagnosticExamplesTest {
  /** Limits that an example of a reasonable size cannot reach. */
  private static final Set<DiagnosticKind> WITHOUT_EXAMPLE =
      Set.of(
          PpDiagnostic.INPUT_TOO_LARGE,
          PpDiagnostic.EXPANSION_TOO_DEEP,
          ParseDiagnostic.NESTED_TOO_DEEPLY);

  private static List<DiagnosticKind> kinds() {
    List<DiagnosticKind> kinds = new ArrayList<>();
    kinds.addAll(List.of(LexDiagnostic.values()));
    kinds.addAll(List.of(PpDiagnostic.values()));
    kinds.addAll(List.of(ParseDiagnostic.values()));
    return kinds;
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return SourceCase.files("diag/syntax").stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> example(file)));
  }

  private static void example(Path file) {
    SourceCase source = SourceCase.read(file);
    try {
      Parser.parse(source.preprocessor(), source.main());
    } catch (Diagnostics.Abort e) {
      assertThat(source.diagnostics.stoppedEarly()).isTrue();
    }
    String code = String.valueOf(file.getFileName()).replaceFirst("-.*", "");
    assertThat(source.diagnostics.all())
        .extracting((Diagnostic diagnostic) -> diagnostic.kind().code())
        .contains(code);
    SourceCase.checkGolden(
        file,
        TextDiagnosticPrinter.print(source.diagnostics, TextDiagnosticPrinter.Options.plain()));
  }

  @Test
  void everyKindHasAnExample() {
    Set<String> shown = new HashSet<>();
    for (Path file : SourceCase.files("diag/syntax")) {
      shown.add(String.valueOf(file.getFileName()).replaceFirst("-.*", ""));
    }
    for (DiagnosticKind kind : kinds()) {
      assertThat(shown.contains(kind.code()) || WITHOUT_EXAMPLE.contains(kind))
          .as("an example of %s (%s) in tests/diag/syntax", kind, kind.code())
          .isTrue();
    }
  }

  @Test
  void codesAreUnique() {
    assertThat(kinds()).extracting(DiagnosticKind::code).doesNotHaveDuplicates();
  }
}
