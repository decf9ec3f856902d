package dev.ferry.machine.linux;

import org.jspecify.annotations.Nullable;

/**
 * Whether a process is stopped, and what of that its parent has not waited for (signal(7), "Stop"
 * and "Cont"). Threads look before they go on in guest code; a system call that sleeps sleeps on.
 */
final class JobControl {
  static final long STOPS =
      Signals.bit(Signals.SIGSTOP)
          | Signals.bit(Signals.SIGTSTP)
          | Signals.bit(Signals.SIGTTIN)
          | Signals.bit(Signals.SIGTTOU);

  private static final long SA_NOCLDSTOP = 1;

  private final GuestProcess process;
  private volatile boolean stopped;

  /** CLD_STOPPED or CLD_CONTINUED with the signal; null once waited for. */
  private @Nullable ChildChange news;

  JobControl(GuestProcess process) {
    this.process = process;
  }

  static boolean isStop(int signal) {
    return (STOPS & Signals.bit(signal)) != 0;
  }

  boolean isStopped() {
    return stopped;
  }

  /**
   * Takes the default action of a stop signal. Those of the terminal do nothing where nobody would
   * continue the process: to an orphaned process group, and to the first process.
   */
  void stop(int signal) {
    if (signal != Signals.SIGSTOP
        && (process.parent() == null
            || process.kernel().isOrphaned(process.group, process.session))) {
      return;
    }
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      news = new ChildChange(process, ChildChange.STOPPED, signal);
    }
    for (GuestThread thread : process.threads()) {
      thread.wake();
    }
    tellParent(ChildChange.STOPPED, signal);
  }

  /** SIGCONT: it goes on whether the signal is blocked, ignored or neither. */
  void goOn() {
    synchronized (this) {
      if (!stopped) {
        return;
      }
      stopped = false;
      news = new ChildChange(process, ChildChange.CONTINUED, Signals.SIGCONT);
    }
    for (GuestThread thread : process.threads()) {
      thread.unpark();
    }
    tellParent(ChildChange.CONTINUED, Signals.SIGCONT);
  }

  private void tellParent(int code, int signal) {
    GuestProcess parent = process.parent();
    if (parent != null) {
      parent.childChanges().wake();
      if ((parent.action(Signals.SIGCHLD).flags() & SA_NOCLDSTOP) == 0) {
        parent.raise(new Signals.Pending(Signals.SIGCHLD, code, process.pid(), signal));
      }
    }
  }

  /** What the parent has not heard of that it asks for. */
  synchronized @Nullable ChildChange news(boolean stops, boolean continues, boolean keep) {
    ChildChange found = news;
    if (found == null || (found.code() == ChildChange.STOPPED ? !stops : !continues)) {
      return null;
    }
    if (!keep) {
      news = null;
    }
    return found;
  }
}
