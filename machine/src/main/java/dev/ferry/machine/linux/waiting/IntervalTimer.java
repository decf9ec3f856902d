package dev.ferry.machine.linux.waiting;

import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Rings after some time of a clock, once or again and again. All times in nanoseconds. */
public final class IntervalTimer {
  /** How soon a clock that stands still is looked at again. */
  private static final long PATIENCE = 1_000_000;

  /** How soon it rings again at most: a shorter interval is overrun. */
  private static final long SLACK = 50_000;

  private final Clockwork clockwork;
  private final LongSupplier clock;
  private final Runnable ring;
  private long due;
  private long interval;
  private boolean armed;
  private @Nullable Future<?> next;

  /** Intervals that had passed as well when it rang last. */
  private long overrun;

  /**
   * @param ring called by the thread of the clockwork
   */
  public IntervalTimer(Clockwork clockwork, LongSupplier clock, Runnable ring) {
    this.clockwork = clockwork;
    this.clock = clock;
    this.ring = ring;
  }

  /**
   * Rings that much later, and then again and again unless the interval is 0; a first of 0 stops
   * it.
   */
  public synchronized void set(long first, long newInterval) {
    cancel();
    if (first > 0) {
      armed = true;
      interval = Math.min(newInterval, Long.MAX_VALUE / 4);
      due = clock.getAsLong() + Math.min(first, Long.MAX_VALUE / 4);
      schedule(0);
    }
  }

  /** Does not ring any more. */
  public synchronized void cancel() {
    armed = false;
    interval = 0;
    overrun = 0;
    if (next != null) {
      boolean unused = next.cancel(false);
      next = null;
    }
  }

  /** Until it rings, 0 where it is not set. */
  public synchronized long left() {
    return armed ? Math.max(1, due - clock.getAsLong()) : 0;
  }

  /** Of its clock. */
  public long now() {
    return clock.getAsLong();
  }

  /** Between two rings, 0 for one ring. */
  public synchronized long interval() {
    return interval;
  }

  /** Intervals that had passed as well when it rang last. */
  public synchronized long overrun() {
    return overrun;
  }

  private void schedule(long atLeast) {
    long wait = Math.max(atLeast, due - clock.getAsLong());
    next = clockwork.at(System.nanoTime() + wait, this::look);
  }

  private void look() {
    synchronized (this) {
      if (!armed) {
        return;
      }
      long late = clock.getAsLong() - due;
      if (late < 0) { // Processor time goes slower than ours.
        schedule(PATIENCE);
        return;
      }
      if (interval > 0) {
        overrun = late / interval;
        due += (overrun + 1) * interval;
        schedule(SLACK);
      } else {
        armed = false;
      }
    }
    ring.run();
  }
}
