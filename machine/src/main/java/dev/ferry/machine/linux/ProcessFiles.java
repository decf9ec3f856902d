package dev.ferry.machine.linux;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Region;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc} that programs look at, and {@code /dev/tty} and {@code /dev/fd}. */
final class ProcessFiles {
  private ProcessFiles() {}

  /** An open file, or null where the path is not one of these. */
  static @Nullable OpenFile open(GuestThread t, String path, int flags) throws LinuxError {
    OpenFile descriptor = descriptor(t, path);
    if (descriptor != null) {
      descriptor.retain();
      return descriptor;
    }
    if (path.equals("/dev/tty")) {
      for (int fd : new int[] {0, 1, 2}) {
        try {
          OpenFile file = t.process().fds.get(fd);
          if (file.terminal() != null) {
            file.retain();
            return file;
          }
        } catch (LinuxError e) {
          // Closed.
        }
      }
      throw new LinuxError(Errno.ENXIO);
    }
    String own = own(t, path);
    if (own != null && own.equals("exe")) {
      return t.process().kernel().files().open(t.process().executable, 0, 0);
    }
    byte[] contents = contents(t, path);
    return contents == null ? null : new BytesFile(path, contents);
  }

  /** The part of a path behind {@code /proc/self/} or {@code /proc/<pid>/}, or null. */
  private static @Nullable String own(GuestThread t, String path) {
    for (String prefix :
        new String[] {"/proc/self/", "/proc/thread-self/", "/proc/" + t.process().pid() + "/"}) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length());
      }
    }
    return null;
  }

  private static @Nullable OpenFile descriptor(GuestThread t, String path) throws LinuxError {
    String number = null;
    String own = own(t, path);
    if (path.startsWith("/dev/fd/")) {
      number = path.substring(8);
    } else if (own != null && own.startsWith("fd/")) {
      number = own.substring(3);
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
    try {
      return t.process().fds.get(Integer.parseInt(number));
    } catch (NumberFormatException e) {
      throw new LinuxError(Errno.ENOENT);
    }
  }

  static @Nullable Stat stat(GuestThread t, String path, boolean follow) throws LinuxError {
    OpenFile descriptor = descriptor(t, path);
    if (descriptor != null) {
      return follow ? descriptor.stat() : Stat.simple(7, Stat.S_IFLNK | 0777, 0, 64);
    }
    if (path.equals("/dev/tty")) {
      return Stat.simple(8, Stat.S_IFCHR | 0666, 5 << 8, 0);
    }
    if (path.equals("/proc") || path.equals("/proc/self")) {
      return Stat.simple(9, Stat.S_IFDIR | 0555, 0, 0);
    }
    String own = own(t, path);
    if (own != null && own.equals("exe")) {
      return follow
          ? t.process().kernel().files().stat(t.process().executable, true)
          : Stat.simple(10, Stat.S_IFLNK | 0777, 0, 64);
    }
    byte[] contents = contents(t, path);
    return contents == null ? null : Stat.simple(11, Stat.S_IFREG | 0444, 0, 0);
  }

  static @Nullable String readLink(GuestThread t, String path) throws LinuxError {
    if (path.equals("/proc/self")) {
      return Integer.toString(t.process().pid());
    }
    String own = own(t, path);
    if (own != null && own.equals("exe")) {
      return t.process().executable;
    }
    if (own != null && own.equals("cwd")) {
      return t.process().directory;
    }
    OpenFile descriptor = descriptor(t, path);
    return descriptor == null ? null : descriptor.path;
  }

  private static byte @Nullable [] contents(GuestThread t, String path) {
    String own = own(t, path);
    if (own != null) {
      return switch (own) {
        case "maps" -> text(maps(t.process()));
        case "cmdline" -> t.process().commandLine;
        case "auxv" -> t.process().auxiliary;
        case "comm" -> text(baseName(t.process().executable) + "\n");
        case "stat" -> text(stat(t.process()));
        case "statm" -> text(statm(t.process()));
        case "status" -> text(status(t.process()));
        case "mounts" -> text("ferry / ferry rw 0 0\n");
        case "environ" -> new byte[0];
        default -> null;
      };
    }
    return switch (path) {
      case "/proc/cpuinfo" -> text(cpuInfo(t.process()));
      case "/proc/meminfo" -> text(memInfo(t.process()));
      case "/proc/stat" -> text("cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
      case "/proc/loadavg" -> text("0.00 0.00 0.00 1/1 " + t.process().pid() + "\n");
      case "/proc/uptime" ->
          text(
              (System.nanoTime() - t.process().kernel().startNanos) / 1_000_000_000L
                  + ".00 0.00\n");
      case "/proc/version" -> text("Linux version 6.1.0 (ferry)\n");
      case "/proc/filesystems" -> text("nodev\tferry\n");
      case "/proc/mounts" -> text("ferry / ferry rw 0 0\n");
      case "/proc/sys/kernel/osrelease" -> text("6.1.0\n");
      case "/proc/sys/kernel/ostype" -> text("Linux\n");
      case "/proc/sys/kernel/pid_max" -> text("4194304\n");
      case "/proc/sys/kernel/random/uuid", "/proc/sys/kernel/random/boot_id" ->
          text(java.util.UUID.randomUUID() + "\n");
      case "/proc/sys/kernel/ngroups_max" -> text("65536\n");
      case "/proc/sys/kernel/cap_last_cap" -> text("40\n");
      case "/proc/sys/vm/overcommit_memory" -> text("0\n");
      case "/proc/sys/vm/max_map_count" -> text("65530\n");
      case "/proc/sys/net/core/somaxconn" -> text("4096\n");
      case "/sys/devices/system/cpu/online", "/sys/devices/system/cpu/possible" ->
          text("0-" + (ProcessCalls.cpus() - 1) + "\n");
      default -> null;
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String maps(GuestProcess process) {
    StringBuilder b = new StringBuilder();
    for (Region r : process.memory().mappings().regions()) {
      String line =
          String.format(
              "%08x-%08x %s%s%s%s %08x 00:00 0",
              r.start(),
              r.end(),
              (r.rights() & GuestMemory.READ) != 0 ? "r" : "-",
              (r.rights() & GuestMemory.WRITE) != 0 ? "w" : "-",
              (r.rights() & GuestMemory.EXECUTE) != 0 ? "x" : "-",
              r.shared() ? "s" : "p",
              Math.max(0, r.offset()));
      b.append(line);
      if (!r.name().isEmpty()) {
        b.append(" ".repeat(Math.max(1, 73 - line.length()))).append(r.name());
      }
      b.append('\n');
    }
    return b.toString();
  }

  /** Nanoseconds in which times are given there. */
  private static final long TICK = 10_000_000;

  private static String stat(GuestProcess p) {
    return p.pid()
        + " ("
        + baseName(p.executable)
        + ") R "
        + p.parentPid()
        + " "
        + p.group
        + " "
        + p.session
        + " 0 -1 0 0 0 0 0 "
        + p.processorTime() / TICK
        + " 0 "
        + p.childrenTime() / TICK
        + " 0 20 0 "
        + p.threads().size()
        + " 0 0 "
        + p.memory().resident()
        + " "
        + p.memory().resident() / 4096
        + " 18446744073709551615 0 0 "
        + p.stackTop
        + " 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
  }

  private static String statm(GuestProcess p) {
    long pages = p.memory().resident() / 4096;
    return pages + " " + pages + " 0 1 0 " + pages + " 0\n";
  }

  private static String status(GuestProcess p) {
    long kilobytes = p.memory().resident() / 1024;
    return "Name:\t"
        + baseName(p.executable)
        + "\nState:\tR (running)\nTgid:\t"
        + p.pid()
        + "\nPid:\t"
        + p.pid()
        + "\nPPid:\t"
        + p.parentPid()
        + "\nTracerPid:\t0\nUid:\t"
        + ProcessCalls.USER
        + "\t"
        + ProcessCalls.USER
        + "\t"
        + ProcessCalls.USER
        + "\t"
        + ProcessCalls.USER
        + "\nVmSize:\t"
        + kilobytes
        + " kB\nVmRSS:\t"
        + kilobytes
        + " kB\nThreads:\t"
        + p.threads().size()
        + "\n";
  }

  private static String cpuInfo(GuestProcess p) {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < ProcessCalls.cpus(); i++) {
      b.append("processor\t: ").append(i).append("\nhart\t\t: ").append(i);
      b.append("\nisa\t\t: rv").append(p.xlen()).append("imafdc\nmmu\t\t: none\n\n");
    }
    return b.toString();
  }

  private static String memInfo(GuestProcess p) {
    long total = p.kernel().limits().memory() / 1024;
    long free = total - p.kernel().committed.get() / 1024;
    return "MemTotal:       "
        + total
        + " kB\nMemFree:        "
        + free
        + " kB\nMemAvailable:   "
        + free
        + " kB\nBuffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n";
  }
}
