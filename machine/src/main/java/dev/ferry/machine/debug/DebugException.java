package dev.ferry.machine.debug;

/** What a debugger was asked for cannot be done; the message says why, for the user. */
public final class DebugException extends Exception {
  private static final long serialVersionUID = 1;

  public DebugException(String message) {
    super(message);
  }
}
