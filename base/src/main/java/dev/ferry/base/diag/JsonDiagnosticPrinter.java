package dev.ferry.base.diag;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.base.source.TokenLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnostics as one JSON array, in gcc's form ({@code -fdiagnostics-format=json}). */
public final class JsonDiagnosticPrinter {
  private final SourceMap sources;
  private final SourceSnippet snippet;
  private final JsonText json = new JsonText();

  private JsonDiagnosticPrinter(SourceMap sources) {
    this.sources = sources;
    this.snippet = new SourceSnippet(sources, DiagnosticColors.NONE, 8);
  }

  /** All diagnostics of a translation unit; ends with a newline. */
  public static String print(Diagnostics diagnostics) {
    JsonDiagnosticPrinter printer = new JsonDiagnosticPrinter(diagnostics.sources());
    printer.array(diagnostics.sorted());
    return printer.json.text() + "\n";
  }

  private void array(List<Diagnostic> diagnostics) {
    json.openArray();
    for (Diagnostic diagnostic : diagnostics) {
      one(diagnostic);
    }
    json.closeArray();
  }

  private void one(Diagnostic diagnostic) {
    json.openObject();
    json.member("kind", TextDiagnosticPrinter.severityName(diagnostic.severity()));
    json.member("message", diagnostic.message());
    String option = TextDiagnosticPrinter.optionText(diagnostic);
    if (option != null && diagnostic.severity() != Severity.NOTE) {
      json.member("option", option);
    }
    json.key("children");
    array(diagnostic.notes());
    json.member("column-origin", 1);
    json.key("locations");
    json.openArray();
    location(diagnostic.location(), diagnostic.location(), true);
    for (Diagnostic.Range range : diagnostic.ranges()) {
      location(range.start(), range.end(), false);
    }
    json.closeArray();
    fixIts(diagnostic);
    json.member("escape-source", false);
    json.closeObject();
  }

  private void location(int start, int end, boolean caret) {
    Position first = sources.position(sources.spellingLocation(start));
    int last = sources.spellingLocation(end);
    if (first == null) {
      return;
    }
    json.openObject();
    json.key(caret ? "caret" : "start");
    position(first, 0);
    Position finish = sources.position(last);
    int length = TokenLength.at(sources, last);
    if (finish != null && (length > 1 || !caret)) {
      json.key("finish");
      position(finish, length - 1);
    }
    json.closeObject();
  }

  private void position(Position position, int more) {
    int display = snippet.column(position) + more;
    json.openObject();
    json.member("file", position.file());
    json.member("line", position.line());
    json.member("display-column", display);
    json.member("byte-column", position.column() + more);
    json.member("column", display);
    json.closeObject();
  }

  private void fixIts(Diagnostic diagnostic) {
    if (diagnostic.fixIts().isEmpty()) {
      return;
    }
    json.key("fixits");
    json.openArray();
    for (FixIt fixIt : diagnostic.fixIts()) {
      @Nullable Position start = sources.position(fixIt.start());
      @Nullable Position end = sources.position(fixIt.end());
      if (start == null || end == null) {
        continue;
      }
      json.openObject();
      json.key("start");
      position(start, 0);
      json.key("next");
      position(end, 0);
      json.member("string", fixIt.replacement());
      json.closeObject();
    }
    json.closeArray();
  }
}
