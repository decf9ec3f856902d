package dev.ferry.base.diag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.base.source.SourceFile;
import dev.ferry.base.source.SourceMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
  private enum Kind implements DiagnosticKind {
    ERROR("E1", Severity.ERROR, null, "bad ‘%s’"),
    WARNING("W1", Severity.WARNING, "odd", "odd ‘%s’"),
    QUIET("W2", Severity.IGNORED, "quiet", "quiet"),
    FATAL("F1", Severity.FATAL, null, "gone");

    private final String code;
    private final Severity severity;
    private final @Nullable String flag;
    private final String format;

    Kind(String code, Severity severity, @Nullable String flag, String format) {
      this.code = code;
      this.severity = severity;
      this.flag = flag;
      this.format = format;
    }

    @Override
    public String code() {
      return code;
    }

    @Override
    public Severity severity() {
      return severity;
    }

    @Override
    public @Nullable String flag() {
      return flag;
    }

    @Override
    public String format() {
      return format;
    }
  }

  private final SourceMap sources = new SourceMap();
  private final Diagnostics diagnostics = new Diagnostics(sources);
  private final int main = sources.addFile(SourceFile.of("t.c", "int a;\n\tfoo bar;\n日本 x;\n"), 0);

  private String print() {
    return TextDiagnosticPrinter.print(diagnostics, TextDiagnosticPrinter.Options.plain());
  }

  @Test
  void caretRangeAndFixIt() {
    diagnostics
        .report(Kind.ERROR, main + 12, "bar")
        .range(main + 8, main + 8)
        .fixIt(main + 12, main + 15, "baz");
    assertThat(print())
        .isEqualTo(
            """
            t.c:2:13: error: bad ‘bar’
                2 |         foo bar;
                  |         ~~~ ^~~
                  |             baz
            """);
  }

  @Test
  void ofALongLineTheCaretsSurroundingsAreShown() {
    int loc =
        sources.addFile(SourceFile.of("long.c", "a,".repeat(1000) + "bar" + ",b".repeat(1000)), 0);
    diagnostics.report(Kind.ERROR, loc + 2000, "bar");
    assertThat(print())
        .isEqualTo(
            "long.c:1:2001: error: bad ‘bar’\n    1 | "
                + ",a".repeat(249)
                + ",bar"
                + ",b".repeat(249)
                + "\n      | "
                + " ".repeat(499)
                + "^~~\n");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    diagnostics.report(Kind.ERROR, main + 17 + 7, "x");
    assertThat(print())
        .isEqualTo(
            """
            t.c:3:6: error: bad ‘x’
                3 | 日本 x;
                  |      ^
            """);
  }

  @Test
  void functionAndNotes() {
    diagnostics.function("f");
    diagnostics.report(Kind.WARNING, main, "int").note(main + 4, "here is ‘%s’", "a");
    diagnostics.function(null);
    diagnostics.report(Kind.ERROR, main + 4, "a");
    assertThat(print())
        .isEqualTo(
            """
            t.c: In function ‘f’:
            t.c:1:1: warning: odd ‘int’ [-Wodd]
                1 | int a;
                  | ^~~
            t.c:1:5: note: here is ‘a’
                1 | int a;
                  |     ^
            t.c: At top level:
            t.c:1:5: error: bad ‘a’
                1 | int a;
                  |     ^
            """);
  }

  @Test
  void warningOptions() {
    diagnostics.report(Kind.QUIET, main);
    assertThat(diagnostics.all()).isEmpty();
    diagnostics.options().enable("quiet", true);
    diagnostics.report(Kind.QUIET, main);
    diagnostics.options().error("odd", true);
    diagnostics.report(Kind.WARNING, main, "x");
    assertThat(diagnostics.errorCount()).isEqualTo(1);
    assertThat(print())
        .contains("warning: quiet [-Wquiet]")
        .contains("error: odd ‘x’ [-Werror=odd]");
  }

  @Test
  void pragmasChangeOptionsFromTheirPlaceOn() {
    diagnostics.push();
    WarningOptions without = diagnostics.current().copy();
    without.enable("odd", false);
    diagnostics.change(main + 7, without);
    diagnostics.pop(main + 17);
    diagnostics.report(Kind.WARNING, main + 4, "before");
    diagnostics.report(Kind.WARNING, main + 8, "between");
    diagnostics.report(Kind.WARNING, main + 18, "after");
    assertThat(diagnostics.all())
        .extracting(Diagnostic::message)
        .containsExactly("odd ‘before’", "odd ‘after’");
  }

  @Test
  void systemHeadersAreQuiet() {
    int header = sources.addFile(SourceFile.of("h.h", "x\n"), main, true);
    diagnostics.report(Kind.WARNING, header, "x");
    assertThat(diagnostics.all()).isEmpty();
    diagnostics.report(Kind.ERROR, header, "x");
    assertThat(print()).startsWith("In file included from t.c:1:\nh.h:1:1: error: bad ‘x’\n");
  }

  @Test
  void limits() {
    diagnostics.maxErrors(2);
    diagnostics.report(Kind.ERROR, main, "x");
    assertThatThrownBy(() -> diagnostics.report(Kind.ERROR, main, "y"))
        .isInstanceOf(Diagnostics.Abort.class);
    assertThat(print()).endsWith("compilation terminated due to -fmax-errors=2.\n");
    Diagnostics fatal = new Diagnostics(sources);
    assertThatThrownBy(() -> fatal.report(Kind.FATAL, main)).isInstanceOf(Diagnostics.Abort.class);
    assertThat(TextDiagnosticPrinter.print(fatal, TextDiagnosticPrinter.Options.plain()))
        .contains("t.c:1:1: fatal error: gone\n")
        .endsWith("compilation terminated.\n");
  }

  @Test
  void colours() {
    diagnostics.report(Kind.ERROR, main, "x");
    String text =
        TextDiagnosticPrinter.print(
            diagnostics,
            new TextDiagnosticPrinter.Options(
                DiagnosticColors.of("error=01;35:quote=04"), true, true, false, 8, "cc", false));
    assertThat(text)
        .startsWith(
            "\u001b[01m\u001b[Kt.c:1:1:\u001b[m\u001b[K \u001b[01;35m\u001b[Kerror:"
                + " \u001b[m\u001b[Kbad ‘\u001b[04m\u001b[Kx\u001b[m\u001b[K’\n")
        .contains("\u001b[01;35m\u001b[K^~~\u001b[m\u001b[K");
    assertThat(DiagnosticColors.of("").paint("error", "x")).isEqualTo("x");
  }

  @Test
  void quotesOfTheLocaleC() {
    diagnostics.report(Kind.ERROR, main, "x");
    String text =
        TextDiagnosticPrinter.print(
            diagnostics,
            new TextDiagnosticPrinter.Options(
                DiagnosticColors.NONE, false, true, false, 8, "cc", true));
    assertThat(text).isEqualTo("t.c:1:1: error: bad 'x'\n");
  }

  @Test
  void jsonAndSarif() {
    diagnostics.report(Kind.WARNING, main, "\"x\"").fixIt(main, main + 3, "long");
    assertThat(JsonDiagnosticPrinter.print(diagnostics))
        .contains("\"kind\": \"warning\"")
        .contains("\"message\": \"odd ‘\\\"x\\\"’\"")
        .contains("\"option\": \"-Wodd\"")
        .contains("\"fixits\": [{\"start\": {\"file\": \"t.c\", \"line\": 1");
    assertThat(SarifDiagnosticPrinter.print(diagnostics, "1.0"))
        .contains("\"version\": \"2.1.0\"")
        .contains("\"ruleId\": \"W1\"")
        .contains("\"startLine\": 1, \"startColumn\": 1, \"endLine\": 1, \"endColumn\": 4")
        .contains("\"insertedContent\": {\"text\": \"long\"}");
  }

  @Test
  void spelling() {
    assertThat(Spelling.closest("unsinged", "signed", "unsigned", "union")).isEqualTo("unsigned");
    assertThat(Spelling.closest("inr", "int", "in")).isEqualTo("int");
    assertThat(Spelling.closest("elephant", "int", "char")).isNull();
  }
}
