package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;

/** System calls that look into other processes of the machine: kcmp and process_vm_readv. */
final class OtherProcessCalls {
  private OtherProcessCalls() {}

  private static final int KCMP_FILE = 0;
  private static final int KCMP_VM = 1;
  private static final int KCMP_LAST = 6;
  private static final int MAX_VECTOR = 1024;

  private static GuestProcess process(GuestThread t, int pid) throws LinuxError {
    GuestProcess process = t.process().kernel().process(pid);
    if (process == null || process.isDead()) {
      throw new LinuxError(Errno.ESRCH);
    }
    return process;
  }

  /** Whether two processes share something: 0 where they do, else which of the two comes first. */
  static long compare(GuestThread t, int pid1, int pid2, int type, long index1, long index2)
      throws LinuxError {
    GuestProcess one = process(t, pid1);
    GuestProcess other = process(t, pid2);
    if (type < 0 || type > KCMP_LAST) {
      throw new LinuxError(Errno.EINVAL);
    }
    return switch (type) {
      case KCMP_FILE -> order(one.fds().get((int) index1), other.fds().get((int) index2));
      case KCMP_VM -> order(one.memory(), other.memory());
      default -> order(one, other); // Nothing of that is shared among processes.
    };
  }

  private static int order(Object one, Object other) {
    if (one == other) {
      return 0;
    }
    return System.identityHashCode(one) < System.identityHashCode(other) ? 1 : 2;
  }

  /** As much as can be read until something is missing; what was asked for behind it is not. */
  static long read(GuestThread t, int pid, long local, long localCount, long remote, long count)
      throws LinuxError {
    if (localCount < 0 || localCount > MAX_VECTOR || count < 0 || count > MAX_VECTOR) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = process(t, pid);
    int room = Transfers.vectorCapacity(t, local, (int) localCount);
    byte[] buffer = new byte[room];
    int word = t.process().wordSize();
    int done = 0;
    boolean missing = false;
    for (int i = 0; i < count && done < room && !missing; i++) {
      long at = Arguments.word(t, remote + 2L * i * word);
      long length = Arguments.word(t, remote + (2L * i + 1) * word);
      int part = (int) Math.clamp(length, 0, room - done);
      byte[] bytes = process.memoryGate().read(at, part);
      System.arraycopy(bytes, 0, buffer, done, bytes.length);
      done += bytes.length;
      missing = bytes.length < part;
    }
    if (missing && done == 0) {
      throw new LinuxError(Errno.EFAULT);
    }
    Transfers.scatter(t, local, buffer, done);
    return done;
  }
}
