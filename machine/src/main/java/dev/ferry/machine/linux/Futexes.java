package dev.ferry.machine.linux;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Wait queues on words (futex(2)): of an address space by address, or of all processes by the
 * number of the byte among those that several have in common.
 */
final class Futexes {
  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final int bits;
    long key;
    volatile boolean woken;

    Waiter(long key, int bits) {
      this.key = key;
      this.bits = bits;
    }
  }

  private final Map<Long, ArrayDeque<Waiter>> queues = new HashMap<>();

  /** The queues of a word, and its key there. */
  record Word(Futexes queues, long key) {
    /** Words that other processes see as well have their queues in the kernel. */
    static Word of(GuestThread t, long address, boolean isPrivate) {
      long common = isPrivate ? 0 : t.memory().mappings().commonByte(address);
      return common == 0
          ? new Word(t.process().futexes, address)
          : new Word(t.process().kernel().commonFutexes, common);
    }
  }

  /**
   * Sleeps while the word has the expected value.
   *
   * @param address of the word
   * @param key of its queue
   * @param deadline in terms of {@link System#nanoTime}, {@link Long#MAX_VALUE} for none
   */
  void await(GuestThread thread, long address, long key, int expected, int bits, long deadline)
      throws LinuxError {
    Waiter waiter = new Waiter(key, bits);
    synchronized (this) {
      if (thread.memory().readIntVolatile(address) != expected) {
        throw new LinuxError(Errno.EAGAIN);
      }
      queues.computeIfAbsent(key, a -> new ArrayDeque<>()).add(waiter);
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
    ArrayDeque<Waiter> queue = queues.get(waiter.key);
    boolean found = queue != null && queue.remove(waiter);
    if (queue != null && queue.isEmpty()) {
      queues.remove(waiter.key);
    }
    return found;
  }

  /** Wakes up to {@code count} waiters whose bits meet. */
  synchronized int wake(long key, int count, int bits) {
    ArrayDeque<Waiter> queue = queues.get(key);
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
      queues.remove(key);
    }
    return woken;
  }

  /** Wakes some and moves others to another queue. */
  synchronized int requeue(long key, int wakeCount, int moveCount, long target) {
    int done = wake(key, wakeCount, -1);
    ArrayDeque<Waiter> queue = queues.get(key);
    if (queue == null) {
      return done;
    }
    ArrayDeque<Waiter> to = queues.computeIfAbsent(target, a -> new ArrayDeque<>());
    for (int i = 0; i < moveCount && !queue.isEmpty(); i++) {
      Waiter waiter = queue.removeFirst();
      waiter.key = target;
      to.add(waiter);
      done++;
    }
    if (queue.isEmpty()) {
      queues.remove(key);
    }
    return done;
  }
}
