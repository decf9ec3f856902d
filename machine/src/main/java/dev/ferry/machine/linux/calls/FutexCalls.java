package dev.ferry.machine.linux.calls;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.Futexes;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.PriorityFutex;

/** futex(2): threads wait for words of memory, and wake those who do. */
final class FutexCalls {
  private FutexCalls() {}

  private static final int FUTEX_PRIVATE = 128;

  /** Of a thread of the own process, or with 0 of the calling one. */
  static long getRobustList(GuestThread t, int tid, long list, long length) throws LinuxError {
    GuestThread thread = tid == 0 ? t : t.process().thread(tid);
    if (thread == null) {
      throw new LinuxError(t.process().kernel().hasThread(tid) ? Errno.EPERM : Errno.ESRCH);
    }
    int word = t.process().wordSize();
    Arguments.setWord(t, length, 3L * word);
    Arguments.setWord(t, list, thread.robustList);
    return 0;
  }

  static long setRobustList(GuestThread t, long address, long size) throws LinuxError {
    if (size != 3L * t.process().wordSize()) {
      throw new LinuxError(Errno.EINVAL);
    }
    t.robustList = address;
    return 0;
  }

  static long futex(
      GuestThread t,
      long address,
      int operation,
      int value,
      long timeout,
      long address2,
      int value3)
      throws LinuxError {
    GuestMemory memory = t.memory();
    int command = operation & 0x7f;
    if ((address & 3) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean isPrivate = (operation & FUTEX_PRIVATE) != 0;
    Futexes.Word word = Futexes.Word.of(t, address, isPrivate);
    switch (command) {
      case 0, 9 -> { // FUTEX_WAIT, FUTEX_WAIT_BITSET
        long deadline = Long.MAX_VALUE;
        if (timeout != 0) {
          long time = TimeCalls.readTime(t, timeout);
          boolean realtime = (operation & 0x100) != 0;
          long wait = command == 0 ? time : time - TimeCalls.now(t, realtime ? 0 : 1);
          deadline = System.nanoTime() + Math.min(wait, Long.MAX_VALUE / 4);
        }
        int bits = command == 0 ? -1 : value3;
        if (bits == 0) {
          throw new LinuxError(Errno.EINVAL);
        }
        Futexes.await(t, word, address, isPrivate, value, bits, deadline);
        return 0;
      }
      case 1, 10 -> { // FUTEX_WAKE, FUTEX_WAKE_BITSET
        return word.queues().wake(word.key(), value, command == 1 ? -1 : value3);
      }
      case 3, 4 -> { // FUTEX_REQUEUE, FUTEX_CMP_REQUEUE
        if (command == 4 && memory.readIntVolatile(address) != value3) {
          throw new LinuxError(Errno.EAGAIN);
        }
        Futexes.Word second = Futexes.Word.of(t, address2, isPrivate);
        if (second.queues() != word.queues()) {
          throw new LinuxError(Errno.EINVAL); // A word of this process and one of several.
        }
        return word.queues().requeue(word.key(), value, (int) timeout, second.key());
      }
      case 5 -> { // FUTEX_WAKE_OP
        Futexes.Word second = Futexes.Word.of(t, address2, isPrivate);
        return wakeOperation(memory, word, value, (int) timeout, address2, second, value3);
      }
      case 6, 13 -> { // FUTEX_LOCK_PI, FUTEX_LOCK_PI2
        boolean realtime = command == 6 || (operation & 0x100) != 0;
        long deadline = Long.MAX_VALUE;
        if (timeout != 0) {
          long wait = TimeCalls.readTime(t, timeout) - TimeCalls.now(t, realtime ? 0 : 1);
          deadline = System.nanoTime() + Math.min(wait, Long.MAX_VALUE / 4);
        }
        return PriorityFutex.lock(t, word, address, isPrivate, deadline);
      }
      case 7 -> { // FUTEX_UNLOCK_PI
        return PriorityFutex.unlock(t, word, address);
      }
      case 8 -> { // FUTEX_TRYLOCK_PI
        return PriorityFutex.tryLock(t, address);
      }
      default -> throw new LinuxError(Errno.ENOSYS);
    }
  }

  private static long wakeOperation(
      GuestMemory memory,
      Futexes.Word word,
      int wake,
      int wake2,
      long address2,
      Futexes.Word second,
      int encoded) {
    int operand = encoded << 8 >> 20;
    int compare = encoded << 20 >> 20;
    if ((encoded & 0x80000000) != 0) {
      operand = 1 << operand;
    }
    int old;
    int next;
    do {
      old = memory.readIntVolatile(address2);
      next =
          switch (encoded >>> 28 & 7) {
            case 0 -> operand;
            case 1 -> old + operand;
            case 2 -> old | operand;
            case 3 -> old & ~operand;
            default -> old ^ operand;
          };
    } while (!memory.compareAndSetInt(address2, old, next));
    boolean holds =
        switch (encoded >>> 24 & 15) {
          case 0 -> old == compare;
          case 1 -> old != compare;
          case 2 -> old < compare;
          case 3 -> old <= compare;
          case 4 -> old > compare;
          default -> old >= compare;
        };
    int woken = word.queues().wake(word.key(), wake, -1);
    return holds ? woken + second.queues().wake(second.key(), wake2, -1) : woken;
  }
}
