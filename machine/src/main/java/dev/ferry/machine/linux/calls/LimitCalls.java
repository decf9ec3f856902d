package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.ResourceLimits;

/** System calls on the limits of a process. */
final class LimitCalls {
  private LimitCalls() {}

  private static int checked(int resource) throws LinuxError {
    if (resource < 0 || resource >= ResourceLimits.COUNT) {
      throw new LinuxError(Errno.EINVAL);
    }
    return resource;
  }

  /** prlimit64: two numbers of 64 bits each. */
  static long both(GuestThread t, int pid, int resource, long newLimit, long oldLimit)
      throws LinuxError {
    GuestProcess process = pid == 0 ? t.process() : t.process().kernel().process(pid);
    if (process == null) {
      throw new LinuxError(pid == Ids.INIT ? Errno.EPERM : Errno.ESRCH);
    }
    ResourceLimits limits = process.limits();
    long soft = limits.soft(checked(resource));
    long hard = limits.hard(resource);
    if (newLimit != 0) {
      set(process, resource, t.memory().readLong(newLimit), t.memory().readLong(newLimit + 8));
    }
    if (oldLimit != 0) {
      t.memory().writeLong(oldLimit, soft);
      t.memory().writeLong(oldLimit + 8, hard);
    }
    return 0;
  }

  private static void set(GuestProcess process, int resource, long soft, long hard)
      throws LinuxError {
    process.limits().set(resource, soft, hard);
    if (resource == ResourceLimits.FILES) {
      process.fds().setLimit((int) Math.min(soft, FdTable.MAX));
    }
  }

  /** getrlimit: two words. */
  static long get(GuestThread t, int resource, long to) throws LinuxError {
    ResourceLimits limits = t.process().limits();
    Arguments.setWord(t, to, limits.soft(checked(resource)));
    Arguments.setWord(t, to + t.process().wordSize(), limits.hard(resource));
    return 0;
  }

  static long set(GuestThread t, int resource, long from) throws LinuxError {
    long soft = widen(t, Arguments.word(t, from));
    long hard = widen(t, Arguments.word(t, from + t.process().wordSize()));
    set(t.process(), checked(resource), soft, hard);
    return 0;
  }

  /** All bits set means no limit, in a word of any size. */
  private static long widen(GuestThread t, long word) {
    return t.process().xlen() == 32 && word == 0xffffffffL ? -1 : word;
  }
}
