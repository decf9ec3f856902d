package dev.ferry.base.diag;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints diagnostics as gcc does: include stack, function, {@code file:line:column: error: …},
 * source line with carets, the macro expansions behind a place, notes and fix-its.
 */
public final class TextDiagnosticPrinter {
  /**
   * How to print.
   *
   * @param caret whether to show the source ({@code -fno-diagnostics-show-caret} clears it)
   * @param showOption whether to name the controlling option ({@code -fno-diagnostics-show-option})
   * @param parseableFixIts {@code -fdiagnostics-parseable-fixits}
   * @param tabStop {@code -ftabstop}
   * @param program the name that stands where a diagnostic has no place
   * @param asciiQuotes whether names stand between apostrophes, as gcc writes in the locale C
   */
  public record Options(
      DiagnosticColors colors,
      boolean caret,
      boolean showOption,
      boolean parseableFixIts,
      int tabStop,
      String program,
      boolean asciiQuotes) {
    public static Options plain() {
      return new Options(DiagnosticColors.NONE, true, true, false, 8, "ferry-cc", false);
    }
  }

  /** A file that includes itself has a stack of hundreds of lines. */
  private static final int LONGEST_INCLUDE_STACK = 20;

  private final SourceMap sources;
  private final Options options;
  private final DiagnosticColors colors;
  private final SourceSnippet snippet;
  private final StringBuilder out = new StringBuilder();

  /** The file that the last diagnostic stood in, by the location of its first byte. */
  private int lastFile = SourceMap.NONE;

  private boolean started;
  private @Nullable String lastFunction;

  public TextDiagnosticPrinter(SourceMap sources, Options options) {
    this.sources = sources;
    this.options = options;
    this.colors = options.colors();
    this.snippet = new SourceSnippet(sources, options.colors(), options.tabStop());
  }

  /** All diagnostics of a translation unit as text. */
  public static String print(Diagnostics diagnostics, Options options) {
    TextDiagnosticPrinter printer = new TextDiagnosticPrinter(diagnostics.sources(), options);
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics.sorted()) {
      text.append(printer.print(diagnostic));
    }
    if (diagnostics.stoppedEarly()) {
      boolean fatal = diagnostics.all().getLast().severity() == Severity.FATAL;
      text.append("compilation terminated");
      if (!fatal) {
        text.append(" due to -fmax-errors=").append(diagnostics.errorCount());
      }
      text.append(".\n");
    }
    return text.toString();
  }

  /** One diagnostic with its notes; ends with a newline. */
  public String print(Diagnostic diagnostic) {
    out.setLength(0);
    includeStack(diagnostic.location());
    function(diagnostic);
    one(diagnostic);
    macroNotes(diagnostic.location());
    for (Diagnostic note : diagnostic.notes()) {
      includeStack(note.location());
      one(note);
      macroNotes(note.location());
    }
    return out.toString();
  }

  private void one(Diagnostic diagnostic) {
    header(diagnostic);
    if (options.caret()) {
      out.append(snippet.print(diagnostic));
    }
    if (options.parseableFixIts()) {
      parseableFixIts(diagnostic);
    }
  }

  private void includeStack(int loc) {
    int at = sources.definition(loc);
    int file = sources.fileStart(at);
    if (file == SourceMap.NONE || file == lastFile) {
      return;
    }
    lastFile = file;
    int included = sources.includedAt(at);
    if (included == SourceMap.NONE) {
      return;
    }
    String lead = "In file included from ";
    int shown = 0;
    while (included != SourceMap.NONE) {
      Position position = sources.position(included);
      if (position == null) {
        break;
      }
      if (shown++ == LONGEST_INCLUDE_STACK) {
        out.append(lead).append("more files");
        break;
      }
      out.append(lead).append(colors.start("locus")).append(position.file());
      if (!isPseudo(position.file())) {
        out.append(':').append(position.line());
      }
      out.append(colors.stop("locus"));
      lead = ",\n                 from ";
      included = sources.includedAt(included);
    }
    out.append(":\n");
  }

  private void function(Diagnostic diagnostic) {
    String function = diagnostic.function();
    if (started && Objects.equals(function, lastFunction) || !started && function == null) {
      started = true;
      return;
    }
    started = true;
    lastFunction = function;
    Position position = sources.position(sources.spellingLocation(diagnostic.location()));
    if (position == null) {
      return;
    }
    out.append(colors.paint("locus", position.file() + ":")).append(' ');
    if (function == null) {
      out.append("At top level:\n");
    } else {
      out.append("In function ").append(quote('‘')).append(colors.paint("quote", function));
      out.append(quote('’')).append(":\n");
    }
  }

  private static boolean isPseudo(String file) {
    return file.startsWith("<") && file.endsWith(">") && !file.equals("<stdin>");
  }

  private void header(Diagnostic diagnostic) {
    Position position = sources.position(sources.spellingLocation(diagnostic.location()));
    String place;
    if (position == null) {
      place = options.program() + ":";
    } else if (isPseudo(position.file())) {
      place = position.file() + ":";
    } else {
      place = position.file() + ":" + position.line() + ":" + snippet.column(position) + ":";
    }
    String name = severityName(diagnostic.severity());
    String color = diagnostic.severity().compareTo(Severity.ERROR) >= 0 ? "error" : name;
    out.append(colors.paint("locus", place)).append(' ');
    out.append(colors.paint(color, name + ": "));
    message(diagnostic.message());
    option(diagnostic, color);
    out.append('\n');
  }

  static String severityName(Severity severity) {
    return switch (severity) {
      case NOTE, IGNORED -> "note";
      case WARNING -> "warning";
      case ERROR -> "error";
      case FATAL -> "fatal error";
    };
  }

  /** The message with what stands in quotes made to stand out. */
  private void message(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '’') {
        out.append(colors.stop("quote"));
      }
      out.append(quote(c));
      if (c == '‘') {
        out.append(colors.start("quote"));
      }
    }
  }

  private char quote(char c) {
    return options.asciiQuotes() && (c == '‘' || c == '’') ? '\'' : c;
  }

  private void option(Diagnostic diagnostic, String color) {
    String text = optionText(diagnostic);
    if (options.showOption() && text != null && diagnostic.severity() != Severity.NOTE) {
      out.append(" [").append(colors.paint(color, text)).append(']');
    }
  }

  /** The option that controls a diagnostic, as gcc names it; null without one. */
  static @Nullable String optionText(Diagnostic diagnostic) {
    String flag = diagnostic.kind().flag();
    if (flag == null) {
      return diagnostic.promoted() ? "-Werror" : null;
    }
    String level = WITH_LEVEL.contains(flag) ? "=" : "";
    return (diagnostic.promoted() ? "-Werror=" : "-W") + flag + level;
  }

  /** Options that gcc names with the sign before their level. */
  private static final Set<String> WITH_LEVEL =
      Set.of(
          "array-parameter",
          "dangling-pointer",
          "format",
          "format-overflow",
          "format-truncation",
          "implicit-fallthrough",
          "stringop-overflow",
          "unused-const-variable");

  // Macro expansions (the order of gcc's unwinding).

  private void macroNotes(int loc) {
    if (!sources.isMacro(loc) || isSystemUse(loc)) {
      return;
    }
    List<Integer> levels = new ArrayList<>();
    int at = loc;
    while (sources.isMacro(at)) {
      levels.add(at);
      int inner = sources.spelling(at);
      at = sources.isMacro(inner) ? inner : sources.expansion(at);
    }
    Position shown = sources.position(sources.spellingLocation(loc));
    for (int i = 0; i < levels.size(); i++) {
      int level = levels.get(i);
      int definition = sources.definition(level);
      Position defined = sources.position(definition);
      if (defined == null || isPseudo(defined.file()) || sources.isSystem(definition)) {
        continue;
      }
      String name = sources.macroName(level);
      if (i == 0 && shown != null && shown.line() != defined.line()) {
        note(definition, "in definition of macro ‘" + name + "’");
      } else {
        int use = sources.definition(sources.expansion(level));
        note(use, "in expansion of macro ‘" + name + "’");
      }
    }
  }

  private boolean isSystemUse(int loc) {
    return sources.isSystem(sources.fileLocation(loc));
  }

  private void note(int loc, String text) {
    Position position = sources.position(loc);
    if (position == null) {
      return;
    }
    includeStack(loc);
    String place = position.file() + ":" + position.line() + ":" + snippet.column(position) + ":";
    out.append(colors.paint("locus", place)).append(' ').append(colors.paint("note", "note: "));
    message(text);
    out.append('\n');
    if (options.caret()) {
      out.append(snippet.print(loc));
    }
  }

  private void parseableFixIts(Diagnostic diagnostic) {
    for (FixIt fixIt : diagnostic.fixIts()) {
      Position start = sources.position(fixIt.start());
      Position end = sources.position(fixIt.end());
      if (start == null || end == null) {
        continue;
      }
      out.append("fix-it:").append(quote(start.file())).append(":{");
      out.append(start.line()).append(':').append(start.column()).append('-');
      out.append(end.line()).append(':').append(end.column()).append("}:");
      out.append(quote(fixIt.replacement())).append('\n');
    }
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
