package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.files.PidFile;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;

/** System calls on processes by descriptors, and clone3. */
final class PidCalls {
  private PidCalls() {}

  /** CLONE_FS, CLONE_FILES and CLONE_SYSVSEM. */
  private static final long UNSHARED = 0x200 | 0x400 | 0x40000;

  private static final long CLONE_PIDFD = 0x1000;
  private static final long CLONE_SIGNAL = 0xff;
  private static final long CLONE_CLEAR_SIGHAND = 0x100000000L;

  /** struct clone_args as it was first, and as long as anything may be in it. */
  private static final int SMALLEST = 64;

  private static final int LARGEST = 88;

  static long open(GuestThread t, int pid, int flags) throws LinuxError {
    if (pid <= 0 || (flags & ~OpenFile.O_NONBLOCK) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = t.process().kernel().process(pid);
    if (process == null) {
      throw new LinuxError(t.process().kernel().hasThread(pid) ? Errno.EINVAL : Errno.ESRCH);
    }
    return t.process().fds().add(new PidFile(process, flags), 0, true);
  }

  /** What a process with one thread shares with nobody it need not unshare; no namespaces. */
  static long unshare(GuestThread t, long flags) throws LinuxError {
    boolean alone = t.process().threads().size() == 1;
    if (flags != 0 && !(alone && (flags & ~UNSHARED) == 0)) {
      throw new LinuxError(Errno.EPERM);
    }
    return 0;
  }

  static PidFile file(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds().get(fd) instanceof PidFile file) {
      return file;
    }
    throw new LinuxError(Errno.EBADF);
  }

  /** pidfd_getfd: a descriptor of a file that another process has open. */
  static long descriptor(GuestThread t, int fd, int wanted, int flags) throws LinuxError {
    if (flags != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = file(t, fd).process();
    if (process.isDead()) {
      throw new LinuxError(Errno.ESRCH);
    }
    OpenFile opened = process.fds().get(wanted);
    opened.retain();
    return t.process().fds().add(opened, 0, true);
  }

  static long signal(GuestThread t, int fd, int signal, long info, int flags) throws LinuxError {
    if (flags != 0 || signal < 0 || signal > Signals.COUNT) {
      throw new LinuxError(Errno.EINVAL);
    }
    GuestProcess process = file(t, fd).process();
    if (t.process().kernel().process(process.pid()) != process) {
      throw new LinuxError(Errno.ESRCH);
    }
    if (info != 0) {
      return SignalCalls.queue(t, process.pid(), signal, info);
    }
    if (signal != 0 && !process.isDead()) {
      process.signals().raise(new Signals.Pending(signal, 0, t.process().pid(), 0));
    }
    return 0;
  }

  /** clone, with a descriptor of the child where it is asked for in place of its number. */
  static long clone(GuestThread t, long flags, long stack, long parentTid, long tls, long childTid)
      throws LinuxError {
    if ((flags & CLONE_PIDFD) == 0) {
      return ProcessCalls.clone(t, flags, stack, parentTid, tls, childTid);
    }
    t.memory().writeInt(parentTid, -1);
    long pid = ProcessCalls.clone(t, flags & ~CLONE_PIDFD, stack, 0, tls, childTid);
    describe(t, (int) pid, parentTid);
    return pid;
  }

  /** The child has not been waited for: nobody else knows of it. */
  private static void describe(GuestThread t, int pid, long to) throws LinuxError {
    GuestProcess child = t.process().kernel().process(pid);
    if (child != null) {
      t.memory().writeInt(to, t.process().fds().add(new PidFile(child, 0), 0, true));
    }
  }

  static long clone3(GuestThread t, long arguments, long size) throws LinuxError {
    if (size < SMALLEST) {
      throw new LinuxError(Errno.EINVAL);
    }
    checkRest(t, arguments, size);
    long flags = t.memory().readLong(arguments);
    long pidfd = t.memory().readLong(arguments + 8);
    long stack = t.memory().readLong(arguments + 40);
    long stackSize = t.memory().readLong(arguments + 48);
    boolean known = (flags & ~(0xffffffffL | CLONE_CLEAR_SIGHAND)) == 0;
    if (!known || (flags & CLONE_SIGNAL) != 0 || (stack == 0) != (stackSize == 0)) {
      throw new LinuxError(Errno.EINVAL);
    }
    if (size >= SMALLEST + 16 && t.memory().readLong(arguments + SMALLEST + 8) != 0) {
      throw new LinuxError(Errno.EPERM); // To choose its number.
    }
    if ((flags & CLONE_PIDFD) != 0) {
      t.memory().writeInt(pidfd, -1);
    }
    long pid =
        ProcessCalls.clone(
            t,
            flags & ~CLONE_PIDFD,
            stack + stackSize,
            t.memory().readLong(arguments + 24),
            t.memory().readLong(arguments + 56),
            t.memory().readLong(arguments + 16));
    if ((flags & CLONE_PIDFD) != 0) {
      describe(t, (int) pid, pidfd);
    }
    return pid;
  }

  /** What a later kernel may know has to be zero. */
  private static void checkRest(GuestThread t, long arguments, long size) throws LinuxError {
    if (size > 4096) {
      throw new LinuxError(Errno.E2BIG);
    }
    for (long at = LARGEST; at < size; at++) {
      if (t.memory().readByte(arguments + at) != 0) {
        throw new LinuxError(Errno.E2BIG);
      }
    }
  }
}
