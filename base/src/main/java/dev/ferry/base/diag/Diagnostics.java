package dev.ferry.base.diag;

import dev.ferry.base.source.SourceMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the diagnostics of one translation unit, many a run. Not thread-safe: one sink per
 * translation unit.
 */
public final class Diagnostics {
  /** Thrown by {@link #report} after a {@link Severity#FATAL} diagnostic or too many errors. */
  public static final class Abort extends RuntimeException {
    Abort() {
      super("too many errors", null, false, false);
    }
  }

  private final SourceMap sources;
  private final List<Diagnostic> reported = new ArrayList<>();
  private WarningOptions options = new WarningOptions();
  private int errorCount;
  private int maxErrors = 200;

  public Diagnostics(SourceMap sources) {
    this.sources = sources;
  }

  public SourceMap sources() {
    return sources;
  }

  /** The warning options in force now; {@code #pragma GCC diagnostic} swaps them. */
  public WarningOptions options() {
    return options;
  }

  public void options(WarningOptions options) {
    this.options = options;
  }

  /** The number of errors after which compilation stops; 0 for no limit. */
  public void maxErrors(int max) {
    maxErrors = max;
  }

  /**
   * Reports a diagnostic.
   *
   * @param loc where the caret points ({@link SourceMap} location)
   * @param args for the kind's format
   * @return the diagnostic, for ranges, notes and fix-its; a throw-away one where the warning
   *     options hide it
   */
  public Diagnostic report(DiagnosticKind kind, int loc, Object... args) {
    Severity severity = options.severity(kind);
    boolean promoted = severity == Severity.ERROR && kind.severity() == Severity.WARNING;
    Diagnostic diagnostic =
        new Diagnostic(
            kind,
            severity,
            promoted,
            loc,
            severity == Severity.IGNORED ? "" : Diagnostic.format(kind.format(), args));
    if (severity != Severity.IGNORED) {
      reported.add(diagnostic);
    }
    if (severity.compareTo(Severity.ERROR) >= 0) {
      errorCount++;
      if (severity == Severity.FATAL || errorCount == maxErrors) {
        throw new Abort();
      }
    }
    return diagnostic;
  }

  /** Whether a report of this kind would be shown: guards costly checks. */
  public boolean isEnabled(DiagnosticKind kind) {
    return options.severity(kind) != Severity.IGNORED;
  }

  /** All that was reported, in order. */
  public List<Diagnostic> all() {
    return reported;
  }

  public int errorCount() {
    return errorCount;
  }

  public boolean hasErrors() {
    return errorCount > 0;
  }

  /** Forgets what was reported after the first {@code size} diagnostics (tentative parsing). */
  public void rollback(int size) {
    while (reported.size() > size) {
      Diagnostic last = reported.removeLast();
      if (last.severity().compareTo(Severity.ERROR) >= 0) {
        errorCount--;
      }
    }
  }
}
