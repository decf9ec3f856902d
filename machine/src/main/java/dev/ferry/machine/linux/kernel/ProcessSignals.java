package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The signals of a process: what they do to it, and which wait for any of its threads. */
public final class ProcessSignals {
  private final GuestProcess process;
  private final Signals.Action[] actions = new Signals.Action[Signals.COUNT + 1];
  private final PendingSignals pending = new PendingSignals();
  private final WaitQueue arrivals = new WaitQueue();

  ProcessSignals(GuestProcess process) {
    this.process = process;
    Arrays.fill(actions, Signals.Action.DEFAULT);
  }

  /** What it does on a signal. */
  public synchronized Signals.Action action(int signal) {
    return actions[signal];
  }

  /** What it does on a signal from now on. */
  public synchronized void setAction(int signal, Signals.Action action) {
    actions[signal] = action;
    showFaults();
  }

  /** Code is told once a handler may look at the registers of a fault. */
  private void showFaults() {
    if (actions[Signals.SIGSEGV].isHandler() || actions[Signals.SIGBUS].isHandler()) {
      process.code().beExact();
    }
  }

  /** Handlers go, ignored signals stay ignored: execve. */
  public synchronized void resetActions() {
    for (int i = 0; i < actions.length; i++) {
      if (actions[i].handler() != 1) {
        actions[i] = Signals.Action.DEFAULT;
      }
    }
  }

  synchronized void copyActions(ProcessSignals from) {
    System.arraycopy(from.actions, 0, actions, 0, actions.length);
    showFaults();
  }

  boolean isIgnored(int signal) {
    Signals.Action action = action(signal);
    return action.handler() == 1 || action.handler() == 0 && Signals.isIgnoredByDefault(signal);
  }

  /** Sends a signal to the process. */
  public void raise(Signals.Pending signal) {
    int number = signal.signal();
    if (number == Signals.SIGKILL) {
      process.exit(0, Signals.SIGKILL, null);
      return;
    }
    int era = process.jobControl().continues();
    beforeRaise(number);
    if (stopsAt(number) && !isDropped(number) && chooseThread(number) != null) {
      process.jobControl().stop(number, era);
      return;
    }
    post(signal).run();
  }

  /**
   * Makes a signal pending, whose action is not to stop the process.
   *
   * @return what wakes those who wait for it, to be run without locks
   */
  Runnable post(Signals.Pending signal) {
    int number = signal.signal();
    if (isDropped(number)) {
      return () -> {};
    }
    GuestThread chosen = chooseThread(number);
    pending.add(signal);
    if (chosen == null) {
      return arrivals::wake;
    }
    chosen.alert();
    return () -> {
      arrivals.wake();
      chosen.unpark();
    };
  }

  /** Stop signals and SIGCONT cancel each other. */
  void beforeRaise(int number) {
    if (number == Signals.SIGCONT) {
      dropPending(JobControl.STOPS);
      process.jobControl().goOn();
    } else if (JobControl.isStop(number)) {
      dropPending(Signals.bit(Signals.SIGCONT));
    }
  }

  private void dropPending(long set) {
    pending.drop(set);
    for (GuestThread thread : process.threads()) {
      thread.dropPending(set);
    }
  }

  /** Whether its action is to stop the process. */
  boolean stopsAt(int number) {
    return JobControl.isStop(number) && action(number).handler() == 0;
  }

  /** An ignored signal is nothing, but one that is blocked may still be waited for. */
  private boolean isDropped(int number) {
    if (!isIgnored(number)) {
      return false;
    }
    GuestThread main = process.thread(process.pid());
    boolean blocked = main == null || main.blocks(number);
    for (GuestThread thread : process.threads()) {
      if (thread.waitsFor(number)) {
        return false;
      }
      blocked &= main != null || thread.blocks(number);
    }
    return !blocked;
  }

  private @Nullable GuestThread chooseThread(int number) {
    GuestThread chosen = null;
    for (GuestThread thread : process.threads()) {
      if (thread.accepts(number) && (chosen == null || thread.tid() == process.pid())) {
        chosen = thread;
      }
    }
    return chosen;
  }

  /** Woken when a signal comes, for those who read it from a file. */
  public WaitQueue arrivals() {
    return arrivals;
  }

  /** Takes a pending signal that is in the set. */
  public Signals.@Nullable Pending takePending(long set) {
    return pending.take(set);
  }

  /** Signals that wait for any of its threads. */
  public long pendingSet() {
    return pending.set();
  }

  /** How many wait for it and its threads. */
  public int queuedSignals() {
    int count = pending.size();
    for (GuestThread thread : process.threads()) {
      count += thread.queuedSignals();
    }
    return count;
  }

  boolean hasPending(Signals.Pending signal) {
    return pending.contains(signal);
  }
}
