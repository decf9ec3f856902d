package dev.ferry.base.diag;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which warnings are on and which are errors: the sum of {@code -W…} options. Of a warning's own
 * options the last wins; what a group implies counts only where the warning itself was not named,
 * in whatever order. A copy per {@code #pragma GCC diagnostic push}.
 */
public final class WarningOptions {
  private final Map<String, Boolean> enabled = new HashMap<>();
  private final Map<String, Boolean> asError = new HashMap<>();

  /** Flags that were named themselves. */
  private final Set<String> named = new HashSet<>();

  private boolean allErrors;
  private boolean silent;
  private boolean strict;

  public WarningOptions copy() {
    WarningOptions copy = new WarningOptions();
    copy.enabled.putAll(enabled);
    copy.asError.putAll(asError);
    copy.named.addAll(named);
    copy.allErrors = allErrors;
    copy.silent = silent;
    copy.strict = strict;
    return copy;
  }

  /** {@code -Wname} or {@code -Wno-name}, without what it implies. */
  public void enable(String flag, boolean on) {
    enabled.put(flag, on);
    named.add(flag);
  }

  /**
   * What the option of a group says of one of its warnings.
   *
   * @return whether it says anything: not of a warning that was named
   */
  public boolean imply(String flag, boolean on) {
    if (named.contains(flag)) {
      return false;
    }
    enabled.put(flag, on);
    return true;
  }

  /** {@code -Werror=name} or {@code -Wno-error=name}, without what it implies. */
  public void error(String flag, boolean on) {
    asError.put(flag, on);
    if (on) {
      enable(flag, true);
    }
  }

  /** What {@code -Werror=group} says of one of its warnings; the result as of {@link #imply}. */
  public boolean implyError(String flag) {
    boolean implied = imply(flag, true);
    if (implied) {
      asError.put(flag, true);
    }
    return implied;
  }

  /** {@code -Werror} or {@code -Wno-error}. */
  public void allErrors(boolean on) {
    allErrors = on;
  }

  /** {@code -w}. */
  public void silent(boolean on) {
    silent = on;
  }

  /** {@code -pedantic-errors}: what the standard does not allow is an error. */
  public void strict(boolean on) {
    strict = on;
  }

  /** Whether a warning is an error by {@code -pedantic-errors}, not by an option of its own. */
  boolean isStrict(DiagnosticKind kind) {
    return strict && kind.isPedantic();
  }

  public Set<String> enabledFlags() {
    Set<String> on = new HashSet<>();
    enabled.forEach((flag, value) -> {
      if (value) {
        on.add(flag);
      }
    });
    return on;
  }

  /** Whether the user asked for this flag. */
  public boolean asksFor(String flag) {
    return Boolean.TRUE.equals(enabled.get(flag));
  }

  /** Whether the user said anything of this flag. */
  public boolean mentions(String flag) {
    return enabled.containsKey(flag);
  }

  /** The severity that {@code kind} has under these options. */
  public Severity severity(DiagnosticKind kind) {
    String flag = kind.flag();
    Severity severity = kind.severity();
    if (flag == null) {
      return severity == Severity.WARNING ? strictly(kind, unnamed()) : severity;
    }
    Boolean on = enabled.get(flag);
    if (severity.compareTo(Severity.ERROR) >= 0) {
      // Errors with a flag are gcc's permerrors and pedantic errors: -Wno-x or -Wno-error=x
      // downgrade them.
      if (on != null && !on) {
        return Severity.IGNORED;
      }
      return Boolean.FALSE.equals(asError.get(flag)) ? Severity.WARNING : severity;
    }
    boolean active = on != null ? on : severity == Severity.WARNING;
    if (!active || silent) {
      return Severity.IGNORED;
    }
    return Boolean.FALSE.equals(asError.get(flag))
        ? Severity.WARNING
        : strictly(kind, promote(flag));
  }

  private Severity strictly(DiagnosticKind kind, Severity severity) {
    return severity == Severity.WARNING && isStrict(kind) ? Severity.ERROR : severity;
  }

  /** The severity of a warning that has no flag. */
  public Severity unnamed() {
    return silent ? Severity.IGNORED : promote(null);
  }

  private Severity promote(@org.jspecify.annotations.Nullable String flag) {
    Boolean error = flag == null ? null : asError.get(flag);
    return (error != null ? error : allErrors) ? Severity.ERROR : Severity.WARNING;
  }
}
