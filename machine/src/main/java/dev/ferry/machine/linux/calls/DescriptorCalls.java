package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.files.EventFile;
import dev.ferry.machine.linux.files.MemoryFile;
import dev.ferry.machine.linux.files.PathFile;
import dev.ferry.machine.linux.files.Pipe;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.sockets.GuestSocket;

/**
 * System calls on descriptors whatever they stand for: duplicates, fcntl, ioctl, and new ones
 * without a name.
 */
final class DescriptorCalls {
  private DescriptorCalls() {}

  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int MFD_NOEXEC_SEAL = 8;
  private static final int MFD_EXEC = 16;

  private static FdTable fds(GuestThread t) {
    return t.process().fds();
  }

  static long dup(GuestThread t, int fd) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    file.retain();
    return fds(t).add(file, 0, false);
  }

  static long dup3(GuestThread t, int from, int to, int flags) throws LinuxError {
    OpenFile file = fds(t).get(from);
    if (from == to) {
      throw new LinuxError(Errno.EINVAL);
    }
    file.retain();
    OpenFile old = fds(t).find(to);
    fds(t).set(to, file, (flags & OpenFile.O_CLOEXEC) != 0);
    if (old != null) {
      t.process().closes(old);
    }
    return to;
  }

  static long control(GuestThread t, int fd, int command, long argument) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    switch (command) {
      case 0, 1030 -> { // F_DUPFD, F_DUPFD_CLOEXEC
        if (argument < 0 || argument >= FdTable.MAX) {
          throw new LinuxError(Errno.EINVAL);
        }
        file.retain();
        return fds(t).add(file, (int) argument, command == 1030);
      }
      case 1 -> { // F_GETFD
        return fds(t).isCloseOnExec(fd) ? 1 : 0;
      }
      case 2 -> { // F_SETFD
        fds(t).setCloseOnExec(fd, (argument & 1) != 0);
        return 0;
      }
      case 3 -> { // F_GETFL; a 64-bit process sees O_LARGEFILE as 0.
        int shown = OpenFile.O_ACCMODE | OpenFile.O_APPEND | OpenFile.O_NONBLOCK | OpenFile.O_ASYNC;
        shown |= OpenFile.O_PATH;
        return file.flags() & shown;
      }
      case 4 -> { // F_SETFL
        int settable = OpenFile.O_APPEND | OpenFile.O_NONBLOCK;
        file.setFlags(file.flags() & ~settable | (int) argument & settable);
        file.setAsynchronous((argument & OpenFile.O_ASYNC) != 0);
        return 0;
      }
      case 5, 6, 7, 36, 37, 38 -> {
        return LockCalls.range(t, fd, command, argument);
      }
      case 8 -> { // F_SETOWN
        file.setOwner(t.process().kernel().process((int) argument));
        return 0;
      }
      case 9 -> { // F_GETOWN
        GuestProcess owner = file.owner();
        return owner == null ? 0 : owner.pid();
      }
      case 1031 -> { // F_SETPIPE_SZ
        return Pipe.of(file).setCapacity((int) argument);
      }
      case 1032 -> { // F_GETPIPE_SZ
        return Pipe.of(file).capacity();
      }
      case 1033 -> { // F_ADD_SEALS
        memory(file).seal((int) argument);
        return 0;
      }
      case 1034 -> { // F_GET_SEALS
        return memory(file).seals();
      }
      default -> throw new LinuxError(Errno.EINVAL);
    }
  }

  private static MemoryFile memory(OpenFile file) throws LinuxError {
    if (file instanceof MemoryFile memory) {
      return memory;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  static long ioctl(GuestThread t, int fd, int request, long argument) throws LinuxError {
    OpenFile file = fds(t).get(fd);
    if (file instanceof PathFile) {
      throw new LinuxError(Errno.EBADF);
    }
    switch (request) {
      case 0x541b -> { // FIONREAD
        long available = file.available();
        if (available < 0) {
          throw new LinuxError(Errno.ENOTTY);
        }
        t.memory().writeInt(argument, (int) available);
        return 0;
      }
      case 0x5421 -> { // FIONBIO
        boolean on = t.memory().readInt(argument) != 0;
        file.setFlags(
            on ? file.flags() | OpenFile.O_NONBLOCK : file.flags() & ~OpenFile.O_NONBLOCK);
        return 0;
      }
      case 0x5452 -> { // FIOASYNC
        if (!file.canBePolled()) {
          throw new LinuxError(Errno.ENOTTY);
        }
        file.setAsynchronous(t.memory().readInt(argument) != 0);
        return 0;
      }
      case 0x5450, 0x5451 -> { // FIONCLEX, FIOCLEX
        fds(t).setCloseOnExec(fd, request == 0x5451);
        return 0;
      }
      default -> {
        return file instanceof GuestSocket socket
            ? InterfaceCalls.control(t, socket, request, argument)
            : TerminalCalls.control(t, file, request, argument);
      }
    }
  }

  static long sync(GuestThread t, int fd) throws LinuxError {
    fds(t).get(fd).sync();
    return 0;
  }

  static long pipe(GuestThread t, long address, int flags) throws LinuxError {
    Pipe pipe = new Pipe(t.process().kernel());
    boolean cloexec = (flags & OpenFile.O_CLOEXEC) != 0;
    int in = fds(t).add(pipe.reader(flags & OpenFile.O_NONBLOCK), 0, cloexec);
    int out = fds(t).add(pipe.writer(flags & OpenFile.O_NONBLOCK), 0, cloexec);
    t.memory().writeInt(address, in);
    t.memory().writeInt(address + 4, out);
    return 0;
  }

  static long eventFd(GuestThread t, int initial, int flags) throws LinuxError {
    EventFile file = new EventFile(initial & 0xffffffffL, flags);
    return fds(t).add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  static long memoryFile(GuestThread t, long name, int flags) throws LinuxError {
    String path = "/memfd:" + Arguments.string(t, name) + " (deleted)";
    if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    boolean mayBeSealed = (flags & (MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL)) != 0;
    MemoryFile file = new MemoryFile(t.process().kernel(), path, mayBeSealed);
    return fds(t).add(file, 0, (flags & MFD_CLOEXEC) != 0);
  }
}
