package dev.ferry.ir.interpreter;

/** The interpreted program ended by exit() or abort(). */
public final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  /**
   * @param status 0..255, or 128 + n for signal n
   */
  public GuestExit(int status) {
    super("exit " + status, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
