package dev.ferry.driver.debug;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C stops the program instead of ending the debugger, for as long as this is open. */
final class InterruptKey implements AutoCloseable {
  private static final Signal INT = new Signal("INT");

  private final SignalHandler before;

  /**
   * @param action called on a thread of its own
   */
  InterruptKey(Runnable action) {
    before = Signal.handle(INT, _ -> action.run());
  }

  @Override
  public void close() {
    SignalHandler unused = Signal.handle(INT, before);
  }
}
