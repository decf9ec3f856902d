package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Stat;
import dev.ferry.machine.linux.files.BytesFile;
import dev.ferry.machine.linux.files.ListedDirectory;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import dev.ferry.machine.linux.kernel.Terminal;
import dev.ferry.machine.linux.terminals.PseudoTerminals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc} that programs look at, and {@code /dev/tty} and {@code /dev/fd}. */
public final class ProcessFiles {
  private ProcessFiles() {}

  private static final List<String> LINKS = List.of("/proc/self", "/proc/thread-self", "/proc/net");

  /** An open file, or null where the path is not one of these. */
  public static @Nullable OpenFile open(GuestThread t, String path, int flags) throws LinuxError {
    OpenFile descriptor = descriptor(t, path);
    if (descriptor != null) {
      descriptor.retain();
      return descriptor;
    }
    if (path.equals("/dev/tty")) {
      return terminal(t, flags);
    }
    OpenFile pseudo = PseudoTerminals.of(t).open(t, path, flags);
    if (pseudo != null) {
      return pseudo;
    }
    Subject own = Subject.of(t, path);
    String target = own == null ? null : target(own);
    if (target != null) {
      if ((flags & OpenFile.O_NOFOLLOW) != 0) {
        throw new LinuxError(Errno.ELOOP);
      }
      return t.process().kernel().files().open(target, flags, 0);
    }
    if (ProcessDirectories.entries(t, path) != null) {
      return new ListedDirectory(path, () -> ProcessDirectories.entries(t, path));
    }
    OpenFile setting = own == null ? null : SettingFile.of(t, own, path, flags);
    if (setting != null) {
      return setting;
    }
    byte[] contents = ProcessText.contents(t, path);
    if (contents == null) {
      return null;
    }
    if (own == null && (flags & OpenFile.O_ACCMODE) != 0) {
      throw new LinuxError(Errno.EACCES); // What is the machine's, not a process's own.
    }
    return new BytesFile(path, contents);
  }

  /** The controlling terminal; of the host's, the standard stream that is it. */
  private static OpenFile terminal(GuestThread t, int flags) throws LinuxError {
    Terminal terminal = t.process().controlling;
    if (terminal == null) {
      throw new LinuxError(Errno.ENXIO);
    }
    OpenFile opened = terminal.open(flags);
    if (opened != null) {
      return opened;
    }
    for (int fd : t.process().fds().open()) {
      OpenFile file = t.process().fds().find(fd);
      if (file != null && file.terminal() == terminal) {
        file.retain();
        return file;
      }
    }
    throw new LinuxError(Errno.ENXIO);
  }

  /**
   * What a path below {@code /proc} speaks of.
   *
   * @param thread that the path names as a task of it, else null
   * @param file the part behind the process, and behind {@code task/} and a thread of it
   */
  record Subject(GuestProcess process, @Nullable GuestThread thread, String file) {
    static @Nullable Subject of(GuestThread t, String path) {
      if (!path.startsWith("/proc/")) {
        return null;
      }
      int slash = path.indexOf('/', 6);
      String who = slash < 0 ? path.substring(6) : path.substring(6, slash);
      String file = slash < 0 ? "" : path.substring(slash + 1);
      boolean self = who.equals("self") || who.equals("thread-self");
      if (who.equals("thread-self")) {
        return new Subject(t.process(), t, file);
      }
      GuestProcess process =
          self ? t.process() : t.process().kernel().process(GuestText.number(who));
      if (process == null) {
        return null;
      }
      return file.startsWith("task/") && file.length() > 5
          ? ofTask(process, file.substring(5))
          : new Subject(process, null, file);
    }

    private static @Nullable Subject ofTask(GuestProcess process, String rest) {
      int slash = rest.indexOf('/');
      String who = slash < 0 ? rest : rest.substring(0, slash);
      GuestThread thread = process.thread(GuestText.number(who));
      return thread == null
          ? null
          : new Subject(process, thread, slash < 0 ? "task" : rest.substring(slash + 1));
    }
  }

  /**
   * The open file that a path such as {@code /dev/fd/3} means; null for other paths, ENOENT where
   * it is not open.
   */
  public static @Nullable OpenFile descriptor(GuestThread t, String path) throws LinuxError {
    Subject subject = Subject.of(t, path);
    if (subject != null && subject.process() != t.process() && isDescriptor(subject)) {
      throw new LinuxError(Errno.EACCES);
    }
    return anyDescriptor(t, path);
  }

  private static boolean isDescriptor(Subject subject) {
    return subject.file().startsWith("fd/") && subject.file().length() > 3;
  }

  /** The same for one that is only looked at: it may be another process's. */
  private static @Nullable OpenFile anyDescriptor(GuestThread t, String path) throws LinuxError {
    String number = null;
    FdTable fds = t.process().fds();
    Subject own = Subject.of(t, path);
    if (path.startsWith("/dev/fd/") && path.length() > 8) {
      number = path.substring(8);
    } else if (own != null && isDescriptor(own)) {
      number = own.file().substring(3);
      fds = own.process().fds();
    } else if (path.equals("/dev/stdin")) {
      number = "0";
    } else if (path.equals("/dev/stdout")) {
      number = "1";
    } else if (path.equals("/dev/stderr")) {
      number = "2";
    }
    if (number == null) {
      return null;
    }
    OpenFile file = fds.find(GuestText.number(number));
    if (file == null) {
      throw new LinuxError(Errno.ENOENT);
    }
    return file;
  }

  /** What stat says of a path, or null where it is none of these. */
  public static @Nullable Stat stat(GuestThread t, String path, boolean follow) throws LinuxError {
    OpenFile descriptor = anyDescriptor(t, path);
    if (descriptor != null) {
      return follow ? descriptor.stat() : link(7, 64);
    }
    if (path.equals("/dev/tty")) {
      return Stat.simple(8, Stat.S_IFCHR | 0666, 5 << 8, 0);
    }
    Stat pseudo = PseudoTerminals.of(t).stat(path);
    if (pseudo != null) {
      return pseudo;
    }
    if (!follow && LINKS.contains(path)) {
      return link(9, 0);
    }
    Subject own = Subject.of(t, path);
    int owner = own == null ? 0 : Ids.USER; // What is a process's belongs to its user.
    if (ProcessDirectories.names(t, path) != null) {
      return Stat.simple(9, Stat.S_IFDIR | 0555, 0, 0).ownedBy(owner);
    }
    String target = own == null ? null : target(own);
    if (target != null) {
      return follow ? t.process().kernel().files().stat(target, true) : link(10, 64);
    }
    if (!follow && own != null && DescriptorText.namespace(own.file()) != null) {
      return link(10, 0);
    }
    byte[] contents = ProcessText.contents(t, path);
    return contents == null ? null : Stat.simple(11, Stat.S_IFREG | 0444, 0, 0).ownedBy(owner);
  }

  private static Stat link(int inode, int size) {
    return Stat.simple(inode, Stat.S_IFLNK | 0777, 0, size).ownedBy(Ids.USER);
  }

  /** Where a link leads; null where the path is none of these, EINVAL where it is no link. */
  public static @Nullable String readLink(GuestThread t, String path) throws LinuxError {
    if (path.equals("/proc/self")) {
      return Integer.toString(t.process().pid());
    }
    if (path.equals("/proc/thread-self")) {
      return t.process().pid() + "/task/" + t.tid();
    }
    if (path.equals("/proc/net")) {
      return "self/net";
    }
    Subject own = Subject.of(t, path);
    String target = own == null ? null : target(own);
    if (target != null) {
      return target;
    }
    String namespace = own == null ? null : DescriptorText.namespace(own.file());
    if (namespace != null) {
      return namespace;
    }
    OpenFile descriptor = anyDescriptor(t, path);
    if (descriptor != null) {
      return descriptor.path();
    }
    if (stat(t, path, false) != null) {
      throw new LinuxError(Errno.EINVAL); // There, and no link.
    }
    return null;
  }

  /** Where the links to files lead. */
  private static @Nullable String target(Subject subject) {
    return switch (subject.file()) {
      case "exe" -> subject.process().program().executable;
      case "cwd" -> subject.process().directory;
      case "root" -> "/";
      default -> null;
    };
  }
}
