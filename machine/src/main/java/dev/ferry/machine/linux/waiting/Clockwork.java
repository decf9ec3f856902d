package dev.ferry.machine.linux.waiting;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a kernel that does short things at given times; it lives with the first of them.
 */
public final class Clockwork {
  private @Nullable ScheduledThreadPoolExecutor executor;
  private boolean stopped;

  /** Does something at a time of {@link System#nanoTime}; null when the kernel has ended. */
  public synchronized @Nullable Future<?> at(long time, Runnable action) {
    if (stopped) {
      return null;
    }
    if (executor == null) {
      executor =
          new ScheduledThreadPoolExecutor(
              1, task -> Thread.ofPlatform().daemon().name("guest timers").unstarted(task));
      executor.setRemoveOnCancelPolicy(true);
    }
    return executor.schedule(action, time - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Does nothing more. */
  public synchronized void stop() {
    stopped = true;
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
