package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.ProgramFile;
import dev.ferry.machine.linux.kernel.ProgramLoader;
import dev.ferry.machine.linux.kernel.RobustList;
import dev.ferry.machine.linux.proc.ProcessFiles;
import java.util.Arrays;
import java.util.List;

/** execve and execveat: a process becomes another program. */
final class ExecuteCalls {
  private ExecuteCalls() {}

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;

  static long execute(GuestThread t, long path, long arguments, long environment)
      throws LinuxError {
    String name = Arguments.string(t, path);
    String absolute = Arguments.absolute(t, Arguments.AT_FDCWD, name);
    return execute(t, absolute, name, arguments, environment);
  }

  /** execveat: a path from a directory on, or with AT_EMPTY_PATH an open file. */
  static long executeAt(
      GuestThread t, int directory, long address, long arguments, long environment, int flags)
      throws LinuxError {
    if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)) != 0) {
      throw new LinuxError(Errno.EINVAL);
    }
    String text = Arguments.string(t, address);
    if (text.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
      String path = t.process().fds().get(directory).path();
      return execute(t, path, "/dev/fd/" + directory, arguments, environment);
    }
    String path = Arguments.absolute(t, directory, text);
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0) {
      Stat stat = t.process().kernel().files().stat(path, false);
      if ((stat.mode() & Stat.S_IFMT) == Stat.S_IFLNK) {
        throw new LinuxError(Errno.ELOOP);
      }
    }
    boolean below = directory != Arguments.AT_FDCWD && !text.startsWith("/");
    String name = below ? "/dev/fd/" + directory + "/" + text : text;
    return execute(t, path, name, arguments, environment);
  }

  private static long execute(
      GuestThread t, String wanted, String name, long arguments, long environment)
      throws LinuxError {
    GuestProcess process = t.process();
    String link = wanted.startsWith("/proc/") ? ProcessFiles.readLink(t, wanted) : null;
    String path = link == null ? wanted : link;
    List<String> argv = Arrays.asList(Arguments.strings(t, arguments));
    List<String> env = Arrays.asList(Arguments.strings(t, environment));
    ProgramLoader.Program program =
        ProgramFile.find(process.kernel().files(), path, name, process.directory, argv, env);
    try {
      process.endOtherThreads(t);
    } catch (InterruptedException e) {
      throw new LinuxError(Errno.EINTR);
    }
    // From here on there is no way back.
    RobustList.leave(t);
    process.replaceMemory(program.xlen());
    process.timers().deleteCreated();
    process.dumpable = 1;
    process.fds().closeForExec(process::closes);
    process.kernel().sweepMemory();
    process.signals().resetActions();
    t.newHart();
    t.clearChildTid = 0;
    t.alternateFlags = 2;
    t.keepRegisters();
    t.setProgramName(program.name());
    try {
      ProgramLoader.load(process, t.hart(), program);
    } catch (LinuxError e) {
      process.exit(0, Signals.SIGKILL, null);
    }
    return 0;
  }
}
