package dev.ferry.machine.debug;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may execute: one thread of the program at a time, and none while it is stopped. Threads that
 * are in a system call do not hold the turn and wait for it when they come back.
 */
final class Turns {
  private @Nullable DebuggedEngine holder;
  private @Nullable DebuggedEngine current;
  private Request request = new Request(0, Long.MAX_VALUE, false);
  private @Nullable StopReason stop;
  private @Nullable DebuggedEngine lastHolder;
  private final Set<DebuggedEngine> waiting = new LinkedHashSet<>();
  private boolean gone;

  /** Somebody wants the program to stop. */
  private volatile boolean interrupting;

  // ---- for threads of the program ----------------------------------------------------------

  /**
   * Waits until the thread may execute, reporting first the stop it owes.
   *
   * @return false where it must go back to the kernel: the program ends
   */
  synchronized boolean take(DebuggedEngine engine) {
    waiting.add(engine);
    try {
      // While the program is stopped somebody looks at its memory: nobody leaves.
      while (!gone && (stop != null || !engine.isLeaving())) {
        if (holder == null && stop == null && isNext(engine)) {
          StopReason owed = engine.takeOwed();
          if (owed == null) {
            holder = engine;
            lastHolder = engine;
            return true;
          }
          report(engine, owed);
        }
        await();
      }
      return false;
    } finally {
      waiting.remove(engine);
    }
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      // A signal has come or the program ends: the caller looks again.
    }
  }

  /** Whoever had the last turn lets others go first. */
  private boolean isNext(DebuggedEngine engine) {
    if (!mayRun(engine)) {
      return false;
    }
    return lastHolder != engine || !isWantedByOther(engine);
  }

  private boolean isWantedByOther(DebuggedEngine engine) {
    for (DebuggedEngine other : waiting) {
      if (other != engine && mayRun(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayRun(DebuggedEngine engine) {
    return request.thread == 0 || request.thread == engine.tid() || engine.owesStop();
  }

  /** Gives the turn to whoever wants it. */
  synchronized void give(DebuggedEngine engine) {
    if (holder == engine) {
      holder = null;
      notifyAll();
    }
  }

  /** Lets another thread that waits have its turn, then takes it again as {@link #take} does. */
  synchronized boolean pass(DebuggedEngine engine) {
    if (!isWantedByOther(engine)) {
      return true;
    }
    give(engine);
    return take(engine);
  }

  /** A thread executes for the first time, or a new program in an old thread. */
  synchronized void arrived(DebuggedEngine engine) {
    DebuggedEngine known = current;
    if (known != null && known.thread() == engine.thread()) {
      current = engine;
    }
  }

  /** Stops the program; the engine has the turn and gives it back. */
  synchronized void report(DebuggedEngine engine, StopReason why) {
    current = engine;
    holder = null;
    stop = why;
    interrupting = false;
    notifyAll();
  }

  boolean isInterrupting() {
    return interrupting;
  }

  Request request() {
    return request;
  }

  // ---- for the debugger --------------------------------------------------------------------

  /** Lets the program run. */
  synchronized void resume(Request next) {
    request = next;
    stop = null;
    notifyAll();
  }

  /** Waits until the program has stopped. */
  synchronized StopReason awaitStop() throws InterruptedException {
    while (stop == null) {
      wait();
    }
    return stop;
  }

  /** Asks the program to stop, wherever it is. */
  synchronized void interrupt() {
    if (stop != null) {
      return;
    }
    interrupting = true;
    DebuggedEngine idle = current;
    if (holder == null && idle != null) {
      report(idle, new StopReason.Interrupted());
    }
  }

  /** The program is gone, or going. */
  synchronized void end(@Nullable StopReason how) {
    gone = true;
    if (how != null) {
      stop = how;
      holder = null;
    }
    notifyAll();
  }

  /** The thread that the last stop is about. */
  synchronized @Nullable DebuggedEngine current() {
    return current;
  }
}
