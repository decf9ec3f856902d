package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;

/** Users, process groups and sessions. */
final class IdentityCalls {
  private IdentityCalls() {}

  static long threeIds(GuestThread t, long a, long b, long c) {
    for (long address : new long[] {a, b, c}) {
      t.memory().writeInt(address, Ids.USER);
    }
    return 0;
  }

  /** setuid and its like: only what it is already may it become; -1 changes nothing. */
  static long becomes(long... ids) {
    for (long id : ids) {
      if ((int) id != Ids.USER && (int) id != -1) {
        return -Errno.EPERM;
      }
    }
    return 0;
  }

  private static GuestProcess processOf(GuestThread t, int pid) throws LinuxError {
    GuestProcess process = pid == 0 ? t.process() : t.process().kernel().process(pid);
    if (process == null) {
      throw new LinuxError(Errno.ESRCH);
    }
    return process;
  }

  static long setGroup(GuestThread t, int pid, int group) throws LinuxError {
    int named = pid == 0 ? t.process().pid() : pid;
    int wanted = group == 0 ? named : group;
    if (wanted < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = processOf(t, pid);
    if (process != t.process() && !t.process().family().contains(process)) {
      throw new LinuxError(Errno.ESRCH);
    }
    boolean isNew = wanted == process.pid();
    if (process.session == process.pid()
        || process.session != t.process().session
        || !isNew && t.process().kernel().sessionOf(wanted) != process.session) {
      throw new LinuxError(Errno.EPERM);
    }
    process.group = wanted;
    return 0;
  }

  static long getGroup(GuestThread t, int pid) throws LinuxError {
    return pid == Ids.INIT ? pid : processOf(t, pid).group;
  }

  static long getSession(GuestThread t, int pid) throws LinuxError {
    return pid == Ids.INIT ? pid : processOf(t, pid).session;
  }

  static long setSession(GuestThread t) throws LinuxError {
    GuestProcess process = t.process();
    if (process.kernel().sessionOf(process.pid()) != 0) {
      throw new LinuxError(Errno.EPERM); // It leads a group, or has led one.
    }
    process.controlling = null;
    process.session = process.pid();
    process.group = process.pid();
    return process.pid();
  }
}
