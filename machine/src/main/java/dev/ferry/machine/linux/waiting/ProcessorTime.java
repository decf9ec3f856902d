package dev.ferry.machine.linux.waiting;

import java.util.concurrent.locks.LockSupport;

/**
 * Processor time of a guest thread: what has passed since it began, without what it slept. What the
 * host gave to others meanwhile counts, too; to ask the host for its own count takes a part of Java
 * that is slow to load. All of it is taken for time of the user.
 */
public final class ProcessorTime {
  private final Object lock = new Object();
  private long begin;
  private long asleepSince;
  private boolean isAsleep;
  private boolean ended;
  private long total;

  /** A thread that has not begun: its clock stands. */
  ProcessorTime() {
    ended = true;
  }

  /** The thread begins. */
  public void begin() {
    synchronized (lock) {
      begin = System.nanoTime();
      ended = false;
    }
  }

  /** The thread has ended: its clock stands. */
  public void end() {
    synchronized (lock) {
      total = nanoseconds();
      ended = true;
    }
  }

  /** Nanoseconds; for any thread. */
  public long nanoseconds() {
    synchronized (lock) {
      return ended ? total : total + (isAsleep ? asleepSince : System.nanoTime()) - begin;
    }
  }

  /** Whether the thread sleeps now. */
  public boolean isAsleep() {
    synchronized (lock) {
      return isAsleep;
    }
  }

  /** The thread itself is about to sleep in something other than {@link #park}. */
  void sleeps() {
    synchronized (lock) {
      asleepSince = System.nanoTime();
      isAsleep = true;
    }
  }

  /** It sleeps no more. */
  void wakes() {
    synchronized (lock) {
      begin += System.nanoTime() - asleepSince;
      isAsleep = false;
    }
  }

  /**
   * Sleeps as {@link LockSupport#parkNanos} does.
   *
   * @param nanoseconds at most, {@link Long#MAX_VALUE} for ever
   */
  public void park(Object blocker, long nanoseconds) {
    sleeps();
    try {
      if (nanoseconds == Long.MAX_VALUE) {
        LockSupport.park(blocker);
      } else {
        LockSupport.parkNanos(blocker, nanoseconds);
      }
    } finally {
      wakes();
    }
  }
}
