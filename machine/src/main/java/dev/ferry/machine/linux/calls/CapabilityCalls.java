package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.kernel.GuestThread;

/** System calls on capabilities (capabilities(7)), of which no guest has any. */
final class CapabilityCalls {
  private CapabilityCalls() {}

  private static final int VERSION_1 = 0x19980330;
  private static final int VERSION_2 = 0x20071026;
  private static final int VERSION_3 = 0x20080522;

  /** Bytes of the three sets in one struct of 32 capabilities; newer versions have two of these. */
  private static final int SETS = 12;

  private static int bytes(int version) {
    return switch (version) {
      case VERSION_1 -> SETS;
      case VERSION_2, VERSION_3 -> 2 * SETS;
      default -> 0;
    };
  }

  /** capget: a header of the version and a process's number, and room for the sets. */
  static long get(GuestThread t, long header, long data) throws LinuxError {
    int length = bytes(t.memory().readInt(header));
    if (length == 0) {
      t.memory().writeInt(header, VERSION_3);
      if (data == 0) {
        return 0; // How a program asks for the version.
      }
      throw new LinuxError(Errno.EINVAL);
    }
    int pid = t.memory().readInt(header + 4);
    if (pid < 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (pid > 1 && !t.process().kernel().hasThread(pid)) {
      throw new LinuxError(Errno.ESRCH);
    }
    if (data != 0) {
      t.memory().write(data, new byte[length]);
    }
    return 0;
  }

  /** capset: a process may only give up what it has. */
  static long set(GuestThread t, long header, long data) throws LinuxError {
    int length = bytes(t.memory().readInt(header));
    if (length == 0) {
      t.memory().writeInt(header, VERSION_3);
      throw new LinuxError(Errno.EINVAL);
    }
    int pid = t.memory().readInt(header + 4);
    if (pid != 0 && pid != t.tid()) {
      throw new LinuxError(Errno.EPERM);
    }
    for (byte set : t.memory().read(data, length)) {
      if (set != 0) {
        throw new LinuxError(Errno.EPERM);
      }
    }
    return 0;
  }
}
