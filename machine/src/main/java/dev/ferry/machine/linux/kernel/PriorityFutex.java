package dev.ferry.machine.linux.kernel;

import static dev.ferry.machine.linux.kernel.RobustList.OWNER_DIED;
import static dev.ferry.machine.linux.kernel.RobustList.TID_MASK;
import static dev.ferry.machine.linux.kernel.RobustList.WAITERS;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.waiting.Sleep;

/**
 * Locks whose word holds their owner's number (FUTEX_LOCK_PI and its relatives). There are no
 * priorities to pass on here: who is woken tries again, and says for those behind it that somebody
 * waits.
 */
public final class PriorityFutex {
  private PriorityFutex() {}

  /** FUTEX_LOCK_PI: takes the lock, asleep while another has it. */
  public static long lock(
      GuestThread t, Futexes.Word word, long address, boolean isPrivate, long deadline)
      throws LinuxError {
    boolean slept = false;
    while (true) {
      int old = t.memory().readIntVolatile(address);
      if ((old & TID_MASK) == 0) {
        int mine = t.tid() | old & OWNER_DIED | (slept ? WAITERS : old & WAITERS);
        if (t.memory().compareAndSetInt(address, old, mine)) {
          return 0;
        }
        continue;
      }
      checkOwner(t, old);
      int expected = old | WAITERS;
      if (old != expected && !t.memory().compareAndSetInt(address, old, expected)) {
        continue;
      }
      slept = true;
      try {
        Futexes.await(t, word, address, isPrivate, expected, -1, deadline);
      } catch (LinuxError e) {
        if (Sleep.isInterruption(e)) {
          throw new LinuxError(Errno.ERESTART_ALWAYS);
        }
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
  }

  /** FUTEX_TRYLOCK_PI; EAGAIN where another has it. */
  public static long tryLock(GuestThread t, long address) throws LinuxError {
    while (true) {
      int old = t.memory().readIntVolatile(address);
      if ((old & TID_MASK) != 0) {
        checkOwner(t, old);
        throw new LinuxError(Errno.EAGAIN);
      }
      if (t.memory().compareAndSetInt(address, old, t.tid() | old)) {
        return 0;
      }
    }
  }

  private static void checkOwner(GuestThread t, int value) throws LinuxError {
    int owner = value & TID_MASK;
    if (owner == t.tid()) {
      throw new LinuxError(Errno.EDEADLK);
    }
    if (!t.process().kernel().hasThread(owner)) {
      throw new LinuxError(Errno.ESRCH);
    }
  }

  /** FUTEX_UNLOCK_PI; EPERM where the lock is not the thread's. */
  public static long unlock(GuestThread t, Futexes.Word word, long address) throws LinuxError {
    int old;
    do {
      old = t.memory().readIntVolatile(address);
      if ((old & TID_MASK) != t.tid()) {
        throw new LinuxError(Errno.EPERM);
      }
    } while (!t.memory().compareAndSetInt(address, old, 0));
    int unused = word.queues().wake(word.key(), 1, -1);
    return 0;
  }
}
