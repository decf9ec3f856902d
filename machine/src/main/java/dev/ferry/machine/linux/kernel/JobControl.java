package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Whether a process is stopped, and what of that its parent has not waited for (signal(7), "Stop"
 * and "Cont"). Threads look before they go on in guest code, and in a system call that sleeps
 * before they look at what they sleep for: a stopped process takes nothing from others.
 */
public final class JobControl {
  static final long STOPS =
      Signals.bit(Signals.SIGSTOP)
          | Signals.bit(Signals.SIGTSTP)
          | Signals.bit(Signals.SIGTTIN)
          | Signals.bit(Signals.SIGTTOU);

  private final GuestProcess process;
  private volatile boolean stopped;

  /** How often SIGCONT has come; a stop that was sent before is void. */
  private volatile int continues;

  /** CLD_STOPPED or CLD_CONTINUED with the signal; null once waited for. */
  private @Nullable ChildChange news;

  JobControl(GuestProcess process) {
    this.process = process;
  }

  static boolean isStop(int signal) {
    return (STOPS & Signals.bit(signal)) != 0;
  }

  /** Whether its threads execute nothing until SIGCONT comes. */
  public boolean isStopped() {
    return stopped;
  }

  /** Taken before a stop signal is, and given with it: SIGCONT in between takes it back. */
  int continues() {
    return continues;
  }

  /** Whether nobody would continue it: a stop signal of the terminal then does nothing. */
  boolean isAlone() {
    return process.family().isFirst()
        || process.kernel().isOrphaned(process.group, process.session);
  }

  /** Takes the default action of a stop signal. */
  void stop(int signal, int era) {
    if (signal != Signals.SIGSTOP && isAlone()) {
      return;
    }
    ChildChange change = new ChildChange(process, ChildChange.STOPPED, signal);
    if (tell(change, () -> set(true, era, change))) {
      for (GuestThread thread : process.threads()) {
        thread.wake();
      }
    }
  }

  /** SIGCONT: it goes on whether the signal is blocked, ignored or neither. */
  void goOn() {
    ChildChange change = new ChildChange(process, ChildChange.CONTINUED, Signals.SIGCONT);
    if (tell(change, () -> set(false, 0, change))) {
      for (GuestThread thread : process.threads()) {
        thread.unpark();
      }
    }
  }

  private boolean tell(ChildChange change, Family.Step step) {
    GuestProcess parent = process.family().parent();
    return parent == null ? step.happens() : parent.family().childChanges(change, step);
  }

  private synchronized boolean set(boolean stop, int era, ChildChange change) {
    if (!stop) {
      continues++;
    }
    if (stopped == stop || stop && era != continues) {
      return false;
    }
    stopped = stop;
    news = change;
    return true;
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
