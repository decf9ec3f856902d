package dev.ferry.driver.cc;

import dev.ferry.base.diag.DiagnosticColors;
import dev.ferry.base.diag.Diagnostics;
import dev.ferry.base.diag.JsonDiagnosticPrinter;
import dev.ferry.base.diag.SarifDiagnosticPrinter;
import dev.ferry.base.diag.TextDiagnosticPrinter;
import dev.ferry.driver.Console;

/** What was reported for a source, in the form that the options ask for. */
public final class DiagnosticText {
  private DiagnosticText() {}

  public static String of(Diagnostics diagnostics, CcOptions options, Console console) {
    if (diagnostics.all().isEmpty() && options.diagnosticsFormat.equals("text")) {
      return "";
    }
    return switch (options.diagnosticsFormat) {
      case "json", "json-stderr" -> JsonDiagnosticPrinter.print(diagnostics);
      case "sarif-stderr", "sarif" -> SarifDiagnosticPrinter.print(diagnostics, "0.1.0");
      default -> TextDiagnosticPrinter.print(diagnostics, text(options, console));
    };
  }

  private static TextDiagnosticPrinter.Options text(CcOptions options, Console console) {
    Boolean forced = options.colour;
    boolean colour = forced != null ? forced : console.colour();
    return new TextDiagnosticPrinter.Options(
        colour
            ? DiagnosticColors.of(console.environment().get("GCC_COLORS"))
            : DiagnosticColors.NONE,
        options.showCaret,
        true,
        options.parseableFixIts,
        8,
        "ferry-cc",
        console.asciiQuotes());
  }
}
