package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.Outcome;
import dev.ferry.machine.linux.abi.Signals;

/** Signals that come from outside of the machine: from its user, a shell or a terminal. */
public final class OutsideSignals {
  private OutsideSignals() {}

  /** What kill(2) gives as the cause. */
  private static final int SI_USER = 0;

  /** Sends one, from any thread. */
  public static void send(Kernel kernel, int number) {
    GuestProcess first = kernel.first();
    if (first == null || number == Signals.SIGTERM && isDeaf(kernel, first)) {
      kernel.end(Outcome.Kind.SIGNALLED, number, null, "");
      return;
    }
    int group = groupFor(first, number);
    if (group != 0) {
      kernel.signalGroup(group, new Signals.Pending(number, Signals.SI_KERNEL, 0, 0));
    } else {
      first.signals().raise(new Signals.Pending(number, SI_USER, 0, 0));
    }
  }

  /**
   * The group that a terminal sends such a signal to; 0 for another signal. Ctrl-C is meant for all
   * that was started together, also where the guest's own streams are no terminal: a shell waits
   * for who it has started before it dies of it.
   */
  private static int groupFor(GuestProcess first, int number) {
    if (number != Signals.SIGINT && number != Signals.SIGWINCH) {
      return 0;
    }
    Terminal terminal = first.controlling;
    int foreground = terminal == null ? 0 : terminal.foregroundGroup;
    return foreground != 0 ? foreground : first.group;
  }

  /**
   * Whether the guest was asked to end before and has not heard it: it ignores the signal, or holds
   * it back, or is stopped. One whose handler has run decides for itself.
   */
  private static boolean isDeaf(Kernel kernel, GuestProcess first) {
    boolean askedBefore = kernel.wasAskedToEnd.getAndSet(true);
    boolean waits = (first.signals().pendingSet() & Signals.bit(Signals.SIGTERM)) != 0;
    return askedBefore && (waits || first.signals().isIgnored(Signals.SIGTERM));
  }
}
