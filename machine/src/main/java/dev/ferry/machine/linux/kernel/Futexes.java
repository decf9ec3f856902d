package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Wait queues on words (futex(2)): of an address space by address, or of all processes by the
 * number of the byte among those that several have in common.
 */
public final class Futexes {
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
  public record Word(Futexes queues, long key) {
    /** Words that other processes see as well have their queues in the kernel. */
    public static Word of(GuestThread t, long address, boolean isPrivate) {
      long common = isPrivate ? 0 : t.memory().mappings().commonByte(address);
      return common == 0
          ? new Word(t.process().futexes(), address)
          : new Word(t.process().kernel().commonFutexes, common);
    }

    /** Whether it has come to be one that other processes see since it was looked for. */
    boolean hasMoved(GuestThread t, long address) {
      return queues == t.process().futexes() && t.memory().mappings().commonByte(address) != 0;
    }
  }

  /**
   * Sleeps in a word's queue while the word has the expected value. May return for no reason, as
   * futex(2) may.
   *
   * @param address of the word
   * @param isPrivate whether only this process wakes it
   * @param deadline in terms of {@link System#nanoTime}, {@link Long#MAX_VALUE} for none
   */
  public static void await(
      GuestThread thread,
      Word word,
      long address,
      boolean isPrivate,
      int expected,
      int bits,
      long deadline)
      throws LinuxError {
    Waiter waiter = new Waiter(word.key(), bits);
    Futexes futexes = word.queues();
    synchronized (futexes) {
      if (thread.memory().readIntVolatile(address) != expected) {
        throw new LinuxError(Errno.EAGAIN);
      }
      if (!isPrivate && word.hasMoved(thread, address)) {
        return;
      }
      futexes.queues.computeIfAbsent(word.key(), a -> new ArrayDeque<>()).add(waiter);
    }
    futexes.sleep(thread, waiter, deadline);
  }

  private void sleep(GuestThread thread, Waiter waiter, long deadline) throws LinuxError {
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
          // The time that is left would be lost: with a deadline it is not made again.
          boolean again = deadline == Long.MAX_VALUE;
          throw new LinuxError(again ? Errno.ERESTART : Errno.EINTR);
        }
        return;
      }
      thread.time().park(this, left);
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
  public synchronized int wake(long key, int count, int bits) {
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

  /**
   * Pages have come to be common with another process, so that words in them have other queues now:
   * all who wait look again. Who has looked before and is not in a queue yet sees it there.
   */
  synchronized void wakeAll() {
    for (Long key : List.copyOf(queues.keySet())) {
      int unused = wake(key, Integer.MAX_VALUE, -1);
    }
  }

  /** Wakes some and moves others to another queue. */
  public synchronized int requeue(long key, int wakeCount, int moveCount, long target) {
    int done = wake(key, wakeCount, -1);
    ArrayDeque<Waiter> queue = queues.get(key);
    if (queue == null) {
      return done;
    }
    ArrayDeque<Waiter> to = queues.computeIfAbsent(target, a -> new ArrayDeque<>());
    // To the word where they wait already, each moves once.
    for (int left = Math.min(moveCount, queue.size()); left > 0; left--) {
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
