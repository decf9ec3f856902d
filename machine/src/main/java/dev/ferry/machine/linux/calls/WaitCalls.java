package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.ChildChange;
import dev.ferry.machine.linux.kernel.Family;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.waiting.Sleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waiting for children, and what processor time they and others have used. */
final class WaitCalls {
  private WaitCalls() {}

  private static final int WNOHANG = 1;

  /** Null where nothing has happened and it may not wait. */
  private static @Nullable ChildChange await(GuestThread t, int which, int options)
      throws LinuxError {
    GuestProcess process = t.process();
    AtomicReference<@Nullable ChildChange> found = new AtomicReference<>();
    try {
      int unused =
          Sleep.await(
              process.family().changes(),
              (options & WNOHANG) == 0,
              () -> {
                found.set(process.family().change(which, options));
                return found.get() == null ? Sleep.WOULD_BLOCK : 0;
              });
    } catch (LinuxError e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
    }
    ChildChange change = found.get();
    if (change != null && change.child().isDead() && (options & Family.WNOWAIT) == 0) {
      process.addTimeOf(change.child());
    }
    return change;
  }

  static long wait4(GuestThread t, int which, long status, int options, long usage)
      throws LinuxError {
    if ((options & ~(WNOHANG | Family.WSTOPPED | Family.WCONTINUED | 0xe0000000))
        != 0) { // __WALL and others
      throw new LinuxError(Errno.EINVAL);
    }
    ChildChange change = await(t, which, options | Family.WEXITED);
    if (change == null) {
      return 0;
    }
    GuestProcess child = change.child();
    if (status != 0) {
      t.memory().writeInt(status, change.waitStatus());
    }
    if (usage != 0) {
      putUsage(t, usage, child.processorTime() + child.childrenTime(), 0);
    }
    return child.pid();
  }

  static long waitId(GuestThread t, int type, int id, long info, int options) throws LinuxError {
    int which =
        switch (type) {
          case 0 -> -1;
          case 1 -> id;
          case 2 -> id == 0 ? 0 : -id;
          case 3 -> PidCalls.file(t, id).process().pid(); // P_PIDFD
          default -> throw new LinuxError(Errno.EINVAL);
        };
    if ((options & (Family.WEXITED | Family.WSTOPPED | Family.WCONTINUED)) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean mayWait = type != 3 || !PidCalls.file(t, id).isNonBlocking();
    ChildChange change = await(t, which, mayWait ? options : options | WNOHANG);
    if (change == null && !mayWait && (options & WNOHANG) == 0) {
      throw new LinuxError(Errno.EAGAIN);
    }
    ByteBuffer b = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    if (change != null) {
      b.putInt(0, Signals.SIGCHLD).putInt(8, change.code());
      b.putInt(16, change.child().pid()).putInt(20, Ids.USER).putInt(24, change.value());
    }
    if (info != 0) {
      t.memory().write(info, b.array());
    }
    return 0;
  }

  static long usage(GuestThread t, int who, long address) throws LinuxError {
    GuestProcess process = t.process();
    switch (who) {
      case 0 -> putUsage(t, address, process.processorTime(), t.memory().resident());
      case -1 -> putUsage(t, address, process.childrenTime(), 0);
      case 1 -> putUsage(t, address, t.time().nanoseconds(), t.memory().resident());
      default -> throw new LinuxError(Errno.EINVAL);
    }
    return 0;
  }

  /**
   * A struct rusage: times of user and system, then greatest resident size in KiB, then 13 more.
   *
   * @param time of the processor, nanoseconds
   * @param resident bytes
   */
  private static void putUsage(GuestThread t, long address, long time, long resident) {
    int word = t.process().wordSize();
    t.memory().write(address, new byte[18 * word]);
    Arguments.setWord(t, address, time / 1_000_000_000);
    Arguments.setWord(t, address + word, time / 1000 % 1_000_000);
    Arguments.setWord(t, address + 4L * word, resident / 1024);
  }
}
