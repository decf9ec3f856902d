package dev.ferry.base.diag;

/** How bad a diagnostic is. {@link #FATAL} ends the translation unit at once. */
public enum Severity {
  IGNORED,
  NOTE,
  WARNING,
  ERROR,
  FATAL
}
