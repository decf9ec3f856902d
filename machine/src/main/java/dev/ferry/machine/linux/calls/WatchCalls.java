package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.InotifyFile;
import dev.ferry.machine.linux.files.Watches;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;

/** inotify(7): who hears of what happens to files. */
final class WatchCalls {
  private WatchCalls() {}

  private static final int IN_ONLYDIR = 0x1000000;
  private static final int IN_DONT_FOLLOW = 0x2000000;

  static long make(GuestThread t, int flags) throws LinuxError {
    if ((flags & ~(OpenFile.O_NONBLOCK | OpenFile.O_CLOEXEC)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    InotifyFile file = Watches.of(t).make(flags);
    return t.process().fds().add(file, 0, (flags & OpenFile.O_CLOEXEC) != 0);
  }

  private static InotifyFile file(GuestThread t, int fd) throws LinuxError {
    if (t.process().fds().get(fd) instanceof InotifyFile file) {
      return file;
    }
    throw new LinuxError(Errno.EINVAL);
  }

  static long add(GuestThread t, int fd, long address, int mask) throws LinuxError {
    if ((mask & InotifyFile.IN_ALL_EVENTS) == 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    InotifyFile file = file(t, fd);
    String path = Arguments.path(t, Arguments.AT_FDCWD, address);
    GuestFileSystem system = t.process().kernel().files();
    boolean follow = (mask & IN_DONT_FOLLOW) == 0;
    Stat stat = system.stat(path, follow);
    if ((mask & IN_ONLYDIR) != 0 && !stat.isDirectory()) {
      throw new LinuxError(Errno.ENOTDIR);
    }
    system.access(path, 4);
    return file.watch(follow ? system.canonical(path) : Watches.parentwise(system, path), mask);
  }

  static long remove(GuestThread t, int fd, int number) throws LinuxError {
    file(t, fd).unwatch(number);
    return 0;
  }
}
