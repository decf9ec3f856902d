package dev.ferry.base.diag;

import org.jspecify.annotations.Nullable;

/**
 * One kind of diagnostic: implemented by one enum per stage, which is that stage's table of
 * messages. Every kind has an example under {@code tests/diag/} or the build fails.
 */
public interface DiagnosticKind {
  /** The stable code, such as {@code E0123} or {@code W0042}; {@code ferry explain} knows it. */
  String code();

  /** Severity where no option says otherwise: an error, in stages that have no warnings. */
  default Severity severity() {
    return Severity.ERROR;
  }

  /** The warning option that controls it, gcc's name without {@code -W}; null if none does. */
  default @Nullable String flag() {
    return null;
  }

  /**
   * Whether the standard asks for a diagnostic here (a pedwarn in gcc's words): a warning that
   * {@code -pedantic-errors} makes an error.
   */
  default boolean isPedantic() {
    return flag() != null && PedanticFlags.contains(flag());
  }

  /** The message, in {@link String#format} form; quotes around C text are ‘these’, as in gcc. */
  String format();
}
