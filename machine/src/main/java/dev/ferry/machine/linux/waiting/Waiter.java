package dev.ferry.machine.linux.waiting;

/** Who wants to know when an object may have changed: a sleeping thread, or an epoll instance. */
@FunctionalInterface
public interface Waiter {
  /** Called by any thread, possibly under the lock of what changed: must not look at it. */
  void changed();
}
