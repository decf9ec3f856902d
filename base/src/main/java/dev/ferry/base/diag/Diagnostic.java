package dev.ferry.base.diag;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One diagnostic as it was reported. Mutable only while its reporter adds ranges, notes and
 * fix-its.
 */
public final class Diagnostic {
  /** A further place underlined with {@code ~}: from {@code start} to {@code end} (exclusive). */
  public record Range(int start, int end) {}

  private final DiagnosticKind kind;
  private final Severity severity;
  private final int location;
  private final @Nullable String function;
  private final String message;
  private final List<Range> ranges = new ArrayList<>();
  private final List<Diagnostic> notes = new ArrayList<>();
  private final List<FixIt> fixIts = new ArrayList<>();
  private final boolean promoted;

  Diagnostic(
      DiagnosticKind kind,
      Severity severity,
      boolean promoted,
      int location,
      @Nullable String function,
      String message) {
    this.kind = kind;
    this.severity = severity;
    this.promoted = promoted;
    this.location = location;
    this.function = function;
    this.message = message;
  }

  public DiagnosticKind kind() {
    return kind;
  }

  public Severity severity() {
    return severity;
  }

  /** Whether {@code -Werror} made an error of a warning. */
  public boolean promoted() {
    return promoted;
  }

  /** Where the caret points. */
  public int location() {
    return location;
  }

  /** The function it is about, for "In function ‘f’:"; null outside functions. */
  public @Nullable String function() {
    return function;
  }

  public String message() {
    return message;
  }

  public List<Range> ranges() {
    return ranges;
  }

  public List<Diagnostic> notes() {
    return notes;
  }

  public List<FixIt> fixIts() {
    return fixIts;
  }

  /** Underlines a further range. */
  public Diagnostic range(int start, int end) {
    ranges.add(new Range(start, end));
    return this;
  }

  /** Adds a note at a place of its own. */
  public Diagnostic note(int loc, String format, @Nullable Object... args) {
    notes.add(new Diagnostic(kind, Severity.NOTE, false, loc, function, format(format, args)));
    return this;
  }

  /** Proposes an edit. */
  public Diagnostic fixIt(int start, int end, String replacement) {
    fixIts.add(new FixIt(start, end, replacement));
    return this;
  }

  static String format(String format, @Nullable Object... args) {
    return args.length == 0 ? format : String.format(java.util.Locale.ROOT, format, args);
  }
}
