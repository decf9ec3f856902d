package dev.ferry.binutils.tools;

/** A command that cannot go on; the message follows {@code program: } on the error stream. */
final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ToolException(String message) {
    super(message);
  }
}
