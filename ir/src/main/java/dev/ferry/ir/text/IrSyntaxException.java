package dev.ferry.ir.text;

/** Bad IR text: what is wrong and on which line (from 1). */
public final class IrSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int line;

  IrSyntaxException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }
}
