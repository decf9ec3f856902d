package dev.ferry.base.diag;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.base.source.TokenLength;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics as a SARIF 2.1.0 log of one run ({@code -fdiagnostics-format=sarif-file}): rules are
 * the stable codes, notes are related locations, fix-its are fixes.
 */
public final class SarifDiagnosticPrinter {
  private final SourceMap sources;
  private final JsonText json = new JsonText();

  private SarifDiagnosticPrinter(SourceMap sources) {
    this.sources = sources;
  }

  /** All diagnostics of a translation unit; ends with a newline. */
  public static String print(Diagnostics diagnostics, String version) {
    SarifDiagnosticPrinter printer = new SarifDiagnosticPrinter(diagnostics.sources());
    printer.log(diagnostics.sorted(), version);
    return printer.json.text() + "\n";
  }

  private void log(List<Diagnostic> diagnostics, String version) {
    json.openObject();
    json.member(
        "$schema",
        "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/"
            + "sarif-schema-2.1.0.json");
    json.member("version", "2.1.0");
    json.key("runs");
    json.openArray();
    json.openObject();
    tool(diagnostics, version);
    json.key("results");
    json.openArray();
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.severity() != Severity.NOTE) {
        result(diagnostic);
      }
    }
    json.closeArray();
    json.member("columnKind", "unicodeCodePoints");
    json.closeObject();
    json.closeArray();
    json.closeObject();
  }

  private void tool(List<Diagnostic> diagnostics, String version) {
    Map<String, DiagnosticKind> rules = new LinkedHashMap<>();
    for (Diagnostic diagnostic : diagnostics) {
      rules.put(diagnostic.kind().code(), diagnostic.kind());
    }
    json.key("tool");
    json.openObject();
    json.key("driver");
    json.openObject();
    json.member("name", "Ferry");
    json.member("version", version);
    json.key("rules");
    json.openArray();
    rules.forEach((code, kind) -> {
      json.openObject();
      json.member("id", code);
      json.key("shortDescription");
      text(kind.format().replace("%s", "…"));
      if (kind.flag() != null) {
        json.member("name", "-W" + kind.flag());
      }
      json.closeObject();
    });
    json.closeArray();
    json.closeObject();
    json.closeObject();
  }

  private void text(String text) {
    json.openObject();
    json.member("text", text);
    json.closeObject();
  }

  private void result(Diagnostic diagnostic) {
    json.openObject();
    json.member("ruleId", diagnostic.kind().code());
    json.member(
        "level", diagnostic.severity().compareTo(Severity.ERROR) >= 0 ? "error" : "warning");
    json.key("message");
    text(diagnostic.message());
    json.key("locations");
    json.openArray();
    location(diagnostic.location(), null);
    json.closeArray();
    if (!diagnostic.notes().isEmpty()) {
      json.key("relatedLocations");
      json.openArray();
      for (Diagnostic note : diagnostic.notes()) {
        location(note.location(), note.message());
      }
      json.closeArray();
    }
    fixes(diagnostic);
    json.closeObject();
  }

  private void location(int loc, @Nullable String message) {
    int at = sources.spellingLocation(loc);
    Position position = sources.position(at);
    json.openObject();
    if (position != null) {
      json.key("physicalLocation");
      json.openObject();
      artifact(position.file());
      json.key("region");
      region(
          position.line(),
          position.column(),
          position.line(),
          position.column() + TokenLength.at(sources, at));
      json.closeObject();
    }
    if (message != null) {
      json.key("message");
      text(message);
    }
    json.closeObject();
  }

  private void artifact(String file) {
    json.key("artifactLocation");
    json.openObject();
    json.member("uri", file);
    json.closeObject();
  }

  private void region(int line, int column, int endLine, int endColumn) {
    json.openObject();
    json.member("startLine", line);
    json.member("startColumn", column);
    json.member("endLine", endLine);
    json.member("endColumn", endColumn);
    json.closeObject();
  }

  private void fixes(Diagnostic diagnostic) {
    if (diagnostic.fixIts().isEmpty()) {
      return;
    }
    json.key("fixes");
    json.openArray();
    for (FixIt fixIt : diagnostic.fixIts()) {
      Position start = sources.position(fixIt.start());
      Position end = sources.position(fixIt.end());
      if (start == null || end == null) {
        continue;
      }
      json.openObject();
      json.key("artifactChanges");
      json.openArray();
      json.openObject();
      artifact(start.file());
      json.key("replacements");
      json.openArray();
      json.openObject();
      json.key("deletedRegion");
      region(start.line(), start.column(), end.line(), end.column());
      json.key("insertedContent");
      text(fixIt.replacement());
      json.closeObject();
      json.closeArray();
      json.closeObject();
      json.closeArray();
      json.closeObject();
    }
    json.closeArray();
  }
}
