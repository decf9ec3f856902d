package dev.ferry.machine.linux;

import org.jspecify.annotations.Nullable;

/** ITIMER_REAL of a process: a SIGALRM after some time, once or again and again. */
final class Alarm {
  private final GuestProcess process;
  private long due;
  private long interval;
  private @Nullable Thread thread;

  Alarm(GuestProcess process) {
    this.process = process;
  }

  /** Nanoseconds until the signal, 0 where none is set. */
  synchronized long left() {
    return thread == null ? 0 : Math.max(1, due - System.nanoTime());
  }

  synchronized long interval() {
    return interval;
  }

  /** Sets or, with 0, clears it; both in nanoseconds. */
  synchronized void set(long first, long newInterval) {
    cancel();
    if (first > 0) {
      interval = newInterval;
      due = System.nanoTime() + first;
      thread = Thread.ofVirtual().start(this::run);
    }
  }

  synchronized void cancel() {
    interval = 0;
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  private void run() {
    try {
      while (true) {
        long wait;
        synchronized (this) {
          wait = due - System.nanoTime();
        }
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        synchronized (this) {
          if (thread != Thread.currentThread()) {
            return;
          }
          if (interval > 0) {
            due += interval;
          } else {
            thread = null;
          }
        }
        process.raise(new Signals.Pending(Signals.SIGALRM, 0x80, 0, 0));
        if (left() == 0) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Cancelled.
    }
  }
}
