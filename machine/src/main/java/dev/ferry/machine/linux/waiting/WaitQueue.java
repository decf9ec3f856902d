package dev.ferry.machine.linux.waiting;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for an object to change.
 *
 * <p>A waiter adds itself, then looks at the object, and sleeps only after that: a change that
 * comes between is not lost. Who changes the object does so under its lock and wakes the queue
 * afterwards.
 */
public final class WaitQueue {
  private static final Waiter[] NONE = {};

  /** Never changed in place, so that waking needs no lock. */
  private volatile Waiter[] waiters = NONE;

  private volatile @Nullable HostPoller poller;

  /** Who wakes it where the object is on the host: see {@link HostPoller}. */
  public @Nullable HostPoller poller() {
    return poller;
  }

  /** Who wakes it from now on, where the object is on the host; null for nobody. */
  public void setPoller(@Nullable HostPoller value) {
    poller = value;
  }

  /** Tells a waiter of changes from now on. */
  public synchronized void add(Waiter waiter) {
    Waiter[] longer = Arrays.copyOf(waiters, waiters.length + 1);
    longer[waiters.length] = waiter;
    waiters = longer;
  }

  /** Takes a waiter out once; one that is not there stays away. */
  public synchronized void remove(Waiter waiter) {
    Waiter[] old = waiters;
    for (int i = 0; i < old.length; i++) {
      if (old[i] == waiter) {
        Waiter[] shorter = old.length == 1 ? NONE : Arrays.copyOf(old, old.length - 1);
        System.arraycopy(old, i + 1, shorter, i, shorter.length - i);
        waiters = shorter;
        return;
      }
    }
  }

  /** The object may have changed: tells all who wait. To be called without locks. */
  public void wake() {
    for (Waiter waiter : waiters) {
      waiter.changed();
    }
  }
}
