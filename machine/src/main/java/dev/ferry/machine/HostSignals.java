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

  /** Nanoseconds after which a machine that is still about to end will not end any more. */
  private static final long PATIENCE = 2_000_000_000L;

  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private final Machine machine;

  /** When SIGTERM came first, in terms of {@link System#nanoTime}; 0 for not yet. */
  private long asked;

  HostSignals(Machine machine) {
    this.machine = machine;
    PASSED.forEach((name, number) -> pass(name, () -> got(number)));
  }

  private void got(int number) {
    if (number == Signals.SIGTERM && isStuck()) {
      Runtime.getRuntime().halt(128 + number);
    }
    machine.signal(number);
  }

  /** Whether the guest has been told to end and its end does not come: a failure of the machine. */
  private synchronized boolean isStuck() {
    long now = System.nanoTime();
    asked = asked == 0 ? now : asked;
    return now - asked > PATIENCE && machine.isEnding();
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
