package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Signals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals that wait for a process or a thread: a standard one once, a real-time one each time. */
public final class PendingSignals {
  private static final int FIRST_REAL_TIME = 32;

  /** How many are queued for a process at most. */
  public static final int MAX = 8192;

  private final List<Signals.Pending> signals = new ArrayList<>();

  /** Whether each sending of a signal counts: real-time signals. */
  public static boolean isQueued(int signal) {
    return signal >= FIRST_REAL_TIME;
  }

  synchronized int size() {
    return signals.size();
  }

  synchronized void add(Signals.Pending signal) {
    if (isQueued(signal.signal())
        ? signals.size() < 2 * MAX
        : (set() & Signals.bit(signal.signal())) == 0) {
      signals.add(signal);
    }
  }

  /** Takes the one with the lowest number that is in the set, of several the oldest. */
  synchronized Signals.@Nullable Pending take(long set) {
    Signals.Pending lowest = null;
    for (Signals.Pending signal : signals) {
      if ((Signals.bit(signal.signal()) & set) != 0
          && (lowest == null || signal.signal() < lowest.signal())) {
        lowest = signal;
      }
    }
    if (lowest != null) {
      signals.remove(lowest);
    }
    return lowest;
  }

  /** Forgets all that are in the set. */
  synchronized void drop(long set) {
    signals.removeIf(signal -> (Signals.bit(signal.signal()) & set) != 0);
  }

  synchronized boolean contains(Signals.Pending signal) {
    return signals.contains(signal);
  }

  synchronized long set() {
    long set = 0;
    for (Signals.Pending signal : signals) {
      set |= Signals.bit(signal.signal());
    }
    return set;
  }
}
