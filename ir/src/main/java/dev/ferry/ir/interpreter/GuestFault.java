package dev.ferry.ir.interpreter;

/** The interpreted program did something undefined that is visible, or hit a limit. */
public final class GuestFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  GuestFault(String message) {
    super(message);
  }
}
