package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Wait queues on words of an address space (futex(2)). */
final class Futexes {
  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final int bits;
    long address;
    volatile boolean woken;

    Waiter(long address, int bits) {
      this.address = address;
      this.bits = bits;
    }
  }

  private final Map<Long, ArrayDeque<Waiter>> queues = new HashMap<>();

  /**
   * Sleeps while the word has the expected value.
   *
   * @param deadline in terms of {@link System#nanoTime}, {@link Long#MAX_VALUE} for none
   */
  void await(
      GuestThread thread, GuestMemory memory, long address, int expected, int bits, long deadline)
      throws LinuxError {
    Waiter waiter = new Waiter(address, bits);
    synchronized (this) {
      if (memory.readIntVolatile(address) != expected) {
        throw new LinuxError(Errno.EAGAIN);
      }
      queues.computeIfAbsent(address, a -> new ArrayDeque<>()).add(waiter);
    }
    while (!waiter.woken) {
      long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
      if (left <= 0) {
        if (forget(waiter)) {
          throw new LinuxError(Errno.ETIMEDOUT);
        }
        return;
      }
      if (thread.mustReturn()) {
        if (forget(waiter)) {
          throw new LinuxError(GuestThread.ERESTART);
        }
        return;
      }
      thread.time.park(this, left);
    }
  }

  /** Takes a waiter out; false where it has been woken already. */
  private synchronized boolean forget(Waiter waiter) {
    ArrayDeque<Waiter> queue = queues.get(waiter.address);
    boolean found = queue != null && queue.remove(waiter);
    if (queue != null && queue.isEmpty()) {
      queues.remove(waiter.address);
    }
    return found;
  }

  /** Wakes up to {@code count} waiters whose bits meet. */
  synchronized int wake(long address, int count, int bits) {
    ArrayDeque<Waiter> queue = queues.get(address);
    if (queue == null) {
      return 0;
    }
    int woken = 0;
    for (Iterator<Waiter> it = queue.iterator(); it.hasNext() && woken < count; ) {
      Waiter waiter = it.next();
      if ((waiter.bits & bits) != 0) {
        it.remove();
        waiter.woken = true;
        LockSupport.unpark(waiter.thread);
        woken++;
      }
    }
    if (queue.isEmpty()) {
      queues.remove(address);
    }
    return woken;
  }

  /** Wakes some and moves others to another address. */
  synchronized int requeue(long address, int wakeCount, int moveCount, long target) {
    int done = wake(address, wakeCount, -1);
    ArrayDeque<Waiter> queue = queues.get(address);
    if (queue == null) {
      return done;
    }
    ArrayDeque<Waiter> to = queues.computeIfAbsent(target, a -> new ArrayDeque<>());
    for (int i = 0; i < moveCount && !queue.isEmpty(); i++) {
      Waiter waiter = queue.removeFirst();
      waiter.address = target;
      to.add(waiter);
      done++;
    }
    if (queue.isEmpty()) {
      queues.remove(address);
    }
    return done;
  }
}
