package dev.ferry.c.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.base.diag.Diagnostic;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.base.diag.WarningOptions;
import dev.ferry.c.SourceCase;
import dev.ferry.c.lex.Dialect;
import dev.ferry.c.parse.Parser;
import dev.ferry.c.pp.Preprocessor;
import dev.ferry.c.types.DataModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code tests/diag/check}: one example per kind of diagnostic, named by its code, and the text
 * that is printed for it.
 */
class CheckExamplesTest {
  @TestFactory
  Stream<DynamicTest> examples() {
    return SourceCase.files("diag/check").stream()
        .map(file ->
            DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> example(file)));
  }

  private static void example(Path file) {
    SourceCase source = SourceCase.read(file);
    expandGroups(file, source);
    try {
      Dialect dialect = source.options.dialect;
      DataModel model = dialect.xlen() == 32 ? DataModel.ILP32 : DataModel.LP64;
      Preprocessor preprocessor = source.preprocessor();
      Checker.check(
          Parser.parse(preprocessor, source.main()),
          CheckOptions.of(model, dialect.standard(), dialect.gnu(), source.optimize),
          source.diagnostics,
          preprocessor::macroNames);
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

  private static void expandGroups(Path file, SourceCase source) {
    try {
      String first = Files.readAllLines(file).getFirst();
      if (!first.startsWith("// options:")) {
        return;
      }
      for (String option : first.substring(11).strip().split(" ")) {
        if (option.startsWith("-W")) {
          enable(option.substring(2), source.diagnostics.options());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void enable(String name, WarningOptions options) {
    for (String member : WarningGroups.members(name)) {
      options.enable(member, true);
      if (!member.equals(name)) {
        enable(member, options);
      }
    }
    if (name.equals("extra")) { // The examples of these have -Wall as well.
      WarningGroups.UNUSED_AND_EXTRA.forEach(flag -> options.enable(flag, true));
    }
  }

  @Test
  void everyKindHasAnExample() {
    Set<String> shown = new HashSet<>();
    for (Path file : SourceCase.files("diag/check")) {
      shown.add(String.valueOf(file.getFileName()).replaceFirst("-.*", ""));
    }
    for (CheckDiagnostic kind : CheckDiagnostic.values()) {
      assertThat(shown).as("an example of %s in tests/diag/check", kind).contains(kind.code());
    }
  }

  /** The numbers alone: an error and a warning are never told apart by their letter. */
  @Test
  void numbersAreUnique() {
    assertThat(List.of(CheckDiagnostic.values()))
        .extracting(kind -> kind.code().substring(1))
        .doesNotHaveDuplicates();
  }
}
