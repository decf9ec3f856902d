package dev.ferry.machine;

import dev.ferry.machine.linux.abi.Signals;
import java.util.HashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals that this process gets go to the guest, for as long as this is open. HotSpot keeps
 * SIGQUIT, SIGUSR2 and those of faults for itself; SIGTSTP and SIGCONT do what they always do: stop
 * and continue the host's process, and all of the guest with it.
 */
final class HostSignals implements AutoCloseable {
  private static final Map<String, Integer> PASSED =
      Map.of(
          "HUP",
          Signals.SIGHUP,
          "USR1",
          Signals.SIGUSR1,
          "INT",
          Signals.SIGINT,
          "TERM",
          Signals.SIGTERM,
          "WINCH",
          Signals.SIGWINCH);

  private final Map<Signal, SignalHandler> before = new HashMap<>();

  HostSignals(Machine machine) {
    PASSED.forEach((name, number) -> pass(name, () -> machine.signal(number)));
  }

  private void pass(String name, Runnable action) {
    try {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, _ -> action.run()));
    } catch (IllegalArgumentException e) {
      // The host has no such signal, or the JVM was told to leave it alone.
    }
  }

  @Override
  public void close() {
    before.forEach((signal, handler) -> Signal.handle(signal, handler));
  }
}
