package dev.ferry.machine.linux.calls;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.kernel.Arguments;
import dev.ferry.machine.linux.kernel.GuestFileSystem;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.ProgramLoader;
import dev.ferry.machine.linux.kernel.RobustList;
import dev.ferry.machine.linux.proc.ProcessFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** execve and execveat: a process becomes another program. */
final class ExecuteCalls {
  private ExecuteCalls() {}

  private static final int MAX_SCRIPTS = 4;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;

  static long execute(GuestThread t, long path, long arguments, long environment)
      throws LinuxError {
    return execute(t, Arguments.path(t, Arguments.AT_FDCWD, path), arguments, environment);
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
      return execute(t, t.process().fds().get(directory).path(), arguments, environment);
    }
    String path = Arguments.absolute(t, directory, text);
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0) {
      Stat stat = t.process().kernel().files().stat(path, false);
      if ((stat.mode() & Stat.S_IFMT) == Stat.S_IFLNK) {
        throw new LinuxError(Errno.ELOOP);
      }
    }
    return execute(t, path, arguments, environment);
  }

  private static long execute(GuestThread t, String wanted, long arguments, long environment)
      throws LinuxError {
    GuestProcess process = t.process();
    String link = wanted.startsWith("/proc/") ? ProcessFiles.readLink(t, wanted) : null;
    String path = link == null ? wanted : link;
    List<String> argv = new ArrayList<>(Arrays.asList(Arguments.strings(t, arguments)));
    List<String> env = Arrays.asList(Arguments.strings(t, environment));
    ProgramLoader.Program program = resolve(process, path, argv, env);
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
    try {
      ProgramLoader.load(process, t.hart(), program);
    } catch (LinuxError e) {
      process.exit(0, Signals.SIGKILL, null);
    }
    return 0;
  }

  /** Reads a program, through {@code #!} lines. */
  static ProgramLoader.Program resolve(
      GuestProcess process, String wanted, List<String> argv, List<String> env) throws LinuxError {
    String path = wanted;
    for (int depth = 0; depth <= MAX_SCRIPTS; depth++) {
      GuestFileSystem files = process.kernel().files();
      if (files.stat(path, true).isDirectory()) {
        throw new LinuxError(Errno.EACCES);
      }
      files.access(path, 1);
      byte[] bytes = ProgramLoader.readFile(process, path);
      if (bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!') {
        path = script(process, path, bytes, argv);
        continue;
      }
      int xlen = ProgramLoader.xlen(path, bytes);
      return new ProgramLoader.Program(files.canonical(path), bytes, argv, env, xlen);
    }
    throw new LinuxError(Errno.ELOOP);
  }

  private static String script(GuestProcess process, String path, byte[] bytes, List<String> argv)
      throws LinuxError {
    int end = 2;
    while (end < bytes.length && end < 256 && bytes[end] != '\n') {
      end++;
    }
    String line = new String(bytes, 2, end - 2, StandardCharsets.UTF_8).strip();
    int space = line.indexOf(' ');
    String interpreter = space < 0 ? line : line.substring(0, space);
    if (interpreter.isEmpty()) {
      throw new LinuxError(Errno.ENOEXEC);
    }
    if (!argv.isEmpty()) {
      argv.removeFirst();
    }
    argv.addFirst(path);
    if (space >= 0) {
      argv.addFirst(line.substring(space).strip());
    }
    argv.addFirst(interpreter);
    return interpreter.startsWith("/") ? interpreter : process.directory + "/" + interpreter;
  }
}
