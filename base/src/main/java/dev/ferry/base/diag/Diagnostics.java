package dev.ferry.base.diag;

import dev.ferry.base.source.SourceMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the diagnostics of one translation unit, many a run. Not thread-safe: one sink per
 * translation unit.
 *
 * <p>{@code #pragma GCC diagnostic} changes the options from a place on; a later stage that reports
 * at a location gets the options that were in force there.
 */
public final class Diagnostics {
  /** Thrown by {@link #report} after a {@link Severity#FATAL} diagnostic or too many errors. */
  public static final class Abort extends RuntimeException {
    Abort() {
      super("too many errors", null, false, false);
    }
  }

  private record Change(int from, WarningOptions options) {}

  private final SourceMap sources;
  private final List<Diagnostic> reported = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<WarningOptions> pushed = new ArrayList<>();
  private WarningOptions options = new WarningOptions();
  private int errorCount;

  /** Those that are no warnings under -Werror. */
  private int ownErrors;

  private int maxErrors = 200;
  private boolean stoppedEarly;
  private boolean warnInSystemHeaders;
  private @Nullable String function;

  /** Depth of {@code __extension__}. */
  private int extensions;

  public Diagnostics(SourceMap sources) {
    this.sources = sources;
  }

  public SourceMap sources() {
    return sources;
  }

  /** The warning options of the command line. */
  public WarningOptions options() {
    return options;
  }

  public void options(WarningOptions options) {
    this.options = options;
  }

  /** {@code -Wsystem-headers}. */
  public void warnInSystemHeaders(boolean warn) {
    warnInSystemHeaders = warn;
  }

  public boolean warnsInSystemHeaders() {
    return warnInSystemHeaders;
  }

  /** The number of errors after which compilation stops; 0 for no limit. */
  public void maxErrors(int max) {
    maxErrors = max;
  }

  /** From {@code loc} on, {@code changed} is in force ({@code #pragma GCC diagnostic}). */
  public void change(int loc, WarningOptions changed) {
    changes.add(new Change(loc, changed));
  }

  /** The options in force after the last change: a copy of them is what a pragma modifies. */
  public WarningOptions current() {
    return changes.isEmpty() ? options : changes.getLast().options;
  }

  /** {@code #pragma GCC diagnostic push}. */
  public void push() {
    pushed.add(current());
  }

  /** {@code #pragma GCC diagnostic pop}; without a push, back to the command line's options. */
  public void pop(int loc) {
    change(loc, pushed.isEmpty() ? options : pushed.removeLast());
  }

  private WarningOptions optionsAt(int loc) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int from = changes.get(middle).from;
      if (from == loc || sources.isTokenBefore(from, loc)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? options : changes.get(low - 1).options;
  }

  /** GNU C's {@code __extension__}: what it stands before may leave the standard. */
  private static boolean isForExtensions(@Nullable String flag) {
    return flag != null
        && switch (flag) {
          case "pedantic", "pointer-arith", "vla", "long-long", "overlength-strings" -> true;
          default -> false;
        };
  }

  private WarningOptions optionsFor(int loc) {
    return changes.isEmpty() || loc == SourceMap.NONE ? options : optionsAt(loc);
  }

  private Severity severity(DiagnosticKind kind, int loc) {
    if (extensions > 0 && isForExtensions(kind.flag())) {
      return Severity.IGNORED;
    }
    Severity severity = optionsFor(loc).severity(kind);
    boolean warning =
        severity == Severity.WARNING
            || severity == Severity.ERROR && kind.severity().compareTo(Severity.ERROR) < 0;
    return warning && !warnInSystemHeaders && sources.isSystem(loc) ? Severity.IGNORED : severity;
  }

  /**
   * Reports a diagnostic.
   *
   * @param loc where the caret points ({@link SourceMap} location)
   * @param args for the kind's format
   * @return the diagnostic, for ranges, notes and fix-its; a throw-away one where the warning
   *     options hide it
   */
  public Diagnostic report(DiagnosticKind kind, int loc, @Nullable Object... args) {
    Severity severity = severity(kind, loc);
    boolean promoted =
        severity == Severity.ERROR
            && kind.severity().compareTo(Severity.ERROR) < 0
            && !optionsFor(loc).isStrict(kind);
    Diagnostic diagnostic =
        new Diagnostic(
            kind,
            severity,
            promoted,
            sources.userLocation(loc),
            function,
            severity == Severity.IGNORED ? "" : Diagnostic.format(kind.format(), args));
    if (severity != Severity.IGNORED) {
      reported.add(diagnostic);
    }
    if (severity.compareTo(Severity.ERROR) >= 0) {
      errorCount++;
      ownErrors += promoted ? 0 : 1;
      if (severity == Severity.FATAL || errorCount == maxErrors) {
        stoppedEarly = true;
        throw new Abort();
      }
    }
    return diagnostic;
  }

  /** The function whose body is being read or checked, for "In function ‘f’:"; null outside. */
  public @Nullable String function() {
    return function;
  }

  public void function(@Nullable String name) {
    function = name;
  }

  /** Enters (1) or leaves (-1) what stands behind {@code __extension__}; 0 for what does not. */
  public void extension(int change) {
    extensions += change;
  }

  /**
   * Whether the options in force at a location allow reports of this kind: for what is reported
   * elsewhere, as at the use of the macro whose text it stands in.
   */
  public boolean isEnabledAt(DiagnosticKind kind, int loc) {
    return !(extensions > 0 && isForExtensions(kind.flag()))
        && optionsFor(loc).severity(kind) != Severity.IGNORED;
  }

  /** Whether a report of this kind would be shown somewhere: guards costly checks. */
  public boolean isEnabled(DiagnosticKind kind) {
    if (extensions > 0 && isForExtensions(kind.flag())) {
      return false;
    }
    if (options.severity(kind) != Severity.IGNORED) {
      return true;
    }
    for (Change change : changes) {
      if (change.options.severity(kind) != Severity.IGNORED) {
        return true;
      }
    }
    return false;
  }

  /** All that was reported, in order. */
  public List<Diagnostic> all() {
    return reported;
  }

  /**
   * All that was reported, in the order of the translation unit: the checker's diagnostics are
   * merged between those of preprocessor and parser (codes {@code P…} and {@code E1…}), as if one
   * pass had found them. Each stage's own order is kept.
   */
  public List<Diagnostic> sorted() {
    List<Diagnostic> syntax = new ArrayList<>();
    List<Diagnostic> meaning = new ArrayList<>();
    for (Diagnostic diagnostic : reported) {
      String code = diagnostic.kind().code();
      (code.startsWith("P") || code.startsWith("E1") ? syntax : meaning).add(diagnostic);
    }
    if (syntax.isEmpty() || meaning.isEmpty()) {
      return reported;
    }
    List<Diagnostic> merged = new ArrayList<>(reported.size());
    int next = 0;
    for (Diagnostic diagnostic : meaning) {
      while (next < syntax.size()
          && !sources.isBefore(diagnostic.location(), syntax.get(next).location())) {
        merged.add(syntax.get(next++));
      }
      merged.add(diagnostic);
    }
    merged.addAll(syntax.subList(next, syntax.size()));
    return merged;
  }

  public int errorCount() {
    return errorCount;
  }

  public boolean hasErrors() {
    return errorCount > 0;
  }

  /** Whether something was reported that no option could have made a warning. */
  public boolean hasOwnErrors() {
    return ownErrors > 0;
  }

  /** Whether compilation ended with a fatal error or too many errors. */
  public boolean stoppedEarly() {
    return stoppedEarly;
  }

  /** Forgets what was reported after the first {@code size} diagnostics (tentative parsing). */
  public void rollback(int size) {
    while (reported.size() > size) {
      Diagnostic last = reported.removeLast();
      if (last.severity().compareTo(Severity.ERROR) >= 0) {
        errorCount--;
        ownErrors -= last.promoted() ? 0 : 1;
      }
    }
  }
}
