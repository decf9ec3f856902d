package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import org.jspecify.annotations.Nullable;

/** Who has which terminal, and who of those may use it ("Job control" of POSIX). */
public final class Sessions {
  private Sessions() {}

  /** Makes it the controlling terminal; false where it is another's, or another is there. */
  public static boolean takeTerminal(GuestProcess process, Terminal terminal) {
    if (process.session != process.pid() || process.controlling != null) {
      return false;
    }
    synchronized (terminal) {
      if (terminal.session != 0) {
        return false;
      }
      terminal.session = process.session;
    }
    terminal.foregroundGroup = process.group;
    process.controlling = terminal;
    return true;
  }

  /** The first process of a machine has the host's terminal. */
  public static void begin(GuestProcess process, Terminal terminal) {
    terminal.session = process.session;
    terminal.foregroundGroup = process.group;
    process.controlling = terminal;
  }

  /** A process lets go of its terminal; where it leads its session, all of that does. */
  public static void giveUp(GuestProcess process, boolean exits) {
    Terminal terminal = process.controlling;
    process.controlling = null;
    if (terminal == null || terminal.session != process.pid()) {
      return;
    }
    Kernel kernel = process.kernel();
    int group = terminal.foregroundGroup;
    terminal.session = 0;
    terminal.foregroundGroup = 0;
    for (GuestProcess other : kernel.processes()) {
      if (other.controlling == terminal) {
        other.controlling = null;
      }
    }
    if (group != 0) {
      kernel.signalGroup(group, signal(Signals.SIGHUP));
      if (!exits) {
        kernel.signalGroup(group, signal(Signals.SIGCONT));
      }
    }
  }

  private static Signals.Pending signal(int number) {
    return new Signals.Pending(number, Signals.SI_KERNEL, 0, 0);
  }

  private static boolean isBackground(GuestThread t, @Nullable Terminal terminal) {
    GuestProcess process = t.process();
    return terminal != null
        && terminal.stopsBackground()
        && process.controlling == terminal
        && terminal.foregroundGroup != 0
        && process.group != terminal.foregroundGroup;
  }

  /**
   * Only the foreground reads: a background process is stopped, and tries again when it goes on.
   *
   * @throws LinuxError EIO where it will not be stopped, {@link Errno#ERESTART} otherwise
   */
  public static void checkForeground(GuestThread t, Terminal terminal, int signal)
      throws LinuxError {
    if (!isBackground(t, terminal)) {
      return;
    }
    boolean deaf = t.blocks(signal) || t.process().signals().action(signal).handler() == 1;
    if (deaf && signal == Signals.SIGTTOU) {
      return;
    }
    if (deaf || t.process().jobControl().isAlone()) {
      throw new LinuxError(Errno.EIO);
    }
    t.process().kernel().signalGroup(t.process().group, signal(signal));
    throw new LinuxError(Errno.ERESTART);
  }
}
