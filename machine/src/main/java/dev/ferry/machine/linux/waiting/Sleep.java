package dev.ferry.machine.linux.waiting;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The sleep of one thread inside a system call, on any number of wait queues. */
public final class Sleep implements Waiter {
  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Result of an attempt that has to wait. */
  public static final int WOULD_BLOCK = -1;

  private final Thread thread = Thread.currentThread();

  /** Null for a thread that is no guest's: nothing interrupts it. */
  private final @Nullable Sleeper guest = Sleeper.current();

  private volatile boolean changed;

  /** Where one of the queues is woken by the host's channels. */
  private @Nullable HostPoller poller;

  /** Guarded by this: whether the poller counts it. */
  private boolean follows;

  /** Something that may have to wait. */
  public interface Attempt {
    /** The result, or {@link #WOULD_BLOCK}. */
    int run() throws LinuxError;
  }

  /** The deadline that many nanoseconds from now; {@link #NEVER} for a negative number. */
  public static long deadline(long nanoseconds) {
    long now = System.nanoTime();
    return nanoseconds < 0 || nanoseconds > Long.MAX_VALUE / 4 ? NEVER : now + nanoseconds;
  }

  @Override
  public void changed() {
    changed = true;
    if (thread == Thread.currentThread()) {
      return; // It polls the host's channels itself, and looks when it has.
    }
    unfollow();
    if (guest != null) {
      guest.unpark();
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** Waits on one more queue. */
  public void join(WaitQueue queue) {
    queue.add(this);
    HostPoller its = queue.poller();
    if (its != null) {
      poller = its;
    }
  }

  /** Whether there is no reason to sleep on. */
  boolean isOver() {
    return changed || guest != null && guest.mustReturn();
  }

  private synchronized void follow(HostPoller its) {
    if (!changed && !follows) {
      follows = true;
      its.addFollower();
    }
  }

  private synchronized void unfollow() {
    HostPoller its = poller;
    if (follows && its != null) {
      follows = false;
      its.removeFollower();
    }
  }

  /**
   * Sleeps until something has changed since the last call.
   *
   * @param deadline in terms of {@link System#nanoTime}
   * @return false at the deadline
   * @throws LinuxError with {@link Errno#ERESTART} where a signal comes first
   */
  public boolean untilChanged(long deadline) throws LinuxError {
    while (true) {
      boolean held = guest != null && guest.isHeld();
      if (changed && !held) {
        changed = false;
        return true;
      }
      if (guest != null && guest.mustReturn()) {
        throw new LinuxError(Errno.ERESTART);
      }
      long left = deadline == NEVER ? NEVER : deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      HostPoller its = poller;
      if (its == null || guest == null || held) {
        park(left);
      } else if (!its.pollFor(this, guest, left)) {
        follow(its);
        park(left);
        unfollow();
      }
    }
  }

  private void park(long nanoseconds) {
    if (guest != null) {
      guest.time().park(this, nanoseconds);
    } else if (nanoseconds == NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanoseconds);
    }
  }

  /**
   * Makes an attempt until it succeeds, asleep in between.
   *
   * @throws LinuxError with EAGAIN where it may not wait or the deadline comes
   */
  public static int await(WaitQueue queue, boolean mayWait, long deadline, Attempt attempt)
      throws LinuxError {
    int result = attempt.run();
    if (result != WOULD_BLOCK) {
      return result;
    }
    if (!mayWait) {
      throw new LinuxError(Errno.EAGAIN);
    }
    Sleep sleep = new Sleep();
    sleep.join(queue);
    try {
      while ((result = attempt.run()) == WOULD_BLOCK) {
        if (!sleep.untilChanged(deadline)) {
          throw new LinuxError(Errno.EAGAIN);
        }
      }
      return result;
    } finally {
      queue.remove(sleep);
    }
  }

  /** The same for a call that is never made again after a signal: EINTR in place of ERESTART. */
  public static int awaitOnce(WaitQueue queue, boolean mayWait, long deadline, Attempt attempt)
      throws LinuxError {
    try {
      return await(queue, mayWait, deadline, attempt);
    } catch (LinuxError e) {
      throw once(e);
    }
  }

  /** What a call fails with that is not made again whatever SA_RESTART says (signal(7)). */
  public static LinuxError once(LinuxError e) {
    return isInterruption(e) ? new LinuxError(Errno.EINTR) : e;
  }

  /** Whether a signal has ended a call, which may be made again or not. */
  public static boolean isInterruption(LinuxError e) {
    return e.errno() == Errno.ERESTART || e.errno() == Errno.EINTR;
  }

  /** The same without a deadline. */
  public static int await(WaitQueue queue, boolean mayWait, Attempt attempt) throws LinuxError {
    return await(queue, mayWait, NEVER, attempt);
  }
}
