package dev.ferry.machine.linux.proc;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is in the files of {@code /proc}. */
final class ProcessText {
  private ProcessText() {}

  /** The text of a file, or null where there is none of that path. */
  static byte @Nullable [] contents(GuestThread t, String path) {
    ProcessFiles.Subject own = ProcessFiles.Subject.of(t, path);
    if (own != null) {
      GuestProcess p = own.process();
      return switch (own.file()) {
        case "maps" -> text(maps(p));
        case "cmdline" -> p.program().commandLine;
        case "auxv" -> p.program().auxiliary;
        case "comm" -> text(baseName(p.program().executable) + "\n");
        case "stat" -> text(stat(p));
        case "statm" -> text(statm(p));
        case "status" -> text(status(p));
        case "limits" -> text(limits(p));
        case "mountinfo" -> text("1 0 0:1 / / rw - ferry ferry rw\n");
        case "cgroup" -> text("0::/\n");
        case "oom_score_adj" -> text("0\n");
        case "mounts" -> text("ferry / ferry rw 0 0\n");
        case "environ" -> new byte[0];
        case "io" -> text(IO);
        case "loginuid" -> text("4294967295");
        case "personality" -> text("00000000\n");
        case "uid_map", "gid_map" -> text("         0          0 4294967295\n");
        default -> null;
      };
    }
    return switch (path) {
      case "/proc/cpuinfo" -> text(cpuInfo(t.process()));
      case "/proc/meminfo" -> text(memInfo(t.process()));
      case "/proc/stat" -> text("cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n");
      case "/proc/loadavg" -> text("0.00 0.00 0.00 1/1 " + t.process().pid() + "\n");
      case "/proc/uptime" -> text(t.process().kernel().uptime() / 1_000_000_000L + ".00 0.00\n");
      case "/proc/version" -> text("Linux version 6.1.0 (ferry)\n");
      case "/proc/cmdline" -> text("ferry\n");
      case "/proc/swaps" -> text("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
      case "/proc/filesystems" -> text("nodev\tferry\n");
      case "/proc/mounts" -> text("ferry / ferry rw 0 0\n");
      case "/proc/sys/kernel/osrelease" -> text("6.1.0\n");
      case "/proc/sys/kernel/ostype" -> text("Linux\n");
      case "/proc/sys/kernel/hostname" -> text("ferry\n");
      case "/proc/sys/kernel/version" -> text("#1 SMP Ferry\n");
      case "/proc/sys/kernel/random/entropy_avail" -> text("256\n");
      case "/proc/sys/kernel/threads-max" -> text(t.process().kernel().limits().threads() + "\n");
      case "/proc/sys/fs/pipe-max-size" -> text("1048576\n");
      case "/proc/sys/fs/file-max", "/proc/sys/fs/nr_open" -> text(FdTable.MAX + "\n");
      case "/proc/sys/vm/mmap_min_addr" -> text("65536\n");
      case "/proc/sys/kernel/pid_max" -> text("4194304\n");
      case "/proc/sys/kernel/random/uuid", "/proc/sys/kernel/random/boot_id" ->
          text(java.util.UUID.randomUUID() + "\n");
      case "/proc/sys/kernel/ngroups_max" -> text("65536\n");
      case "/proc/sys/kernel/cap_last_cap" -> text("40\n");
      case "/proc/sys/vm/overcommit_memory" -> text("0\n");
      case "/proc/sys/vm/max_map_count" -> text("65530\n");
      case "/proc/sys/net/core/somaxconn" -> text("4096\n");
      case "/proc/sys/net/ipv4/ip_local_port_range" -> text("32768\t60999\n");
      case "/proc/sys/kernel/core_pattern" -> text("core\n");
      case "/proc/sys/vm/overcommit_ratio" -> text("50\n");
      case "/sys/devices/system/cpu/online",
          "/sys/devices/system/cpu/possible",
          "/sys/devices/system/cpu/present" ->
          text("0-" + (Kernel.cpus() - 1) + "\n");
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

  private static final String IO =
      """
      rchar: 0
      wchar: 0
      syscr: 0
      syscw: 0
      read_bytes: 0
      write_bytes: 0
      cancelled_write_bytes: 0
      """;

  /** Nanoseconds in which times are given there. */
  private static final long TICK = 10_000_000;

  private static String stat(GuestProcess p) {
    return p.pid()
        + " ("
        + baseName(p.program().executable)
        + ") "
        + state(p).charAt(0)
        + " "
        + p.family().parentPid()
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
        + p.program().stackTop
        + " 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
  }

  /** What a process does, as ps shows it. */
  private static String state(GuestProcess p) {
    return p.isDead() ? "Z (zombie)" : p.jobControl().isStopped() ? "T (stopped)" : "R (running)";
  }

  private static final String[] LIMITS = {
    "cpu time", "file size", "data size", "stack size", "core file size", "resident set",
    "processes", "open files", "locked memory", "address space", "file locks", "pending signals",
    "msgqueue size", "nice priority", "realtime priority", "realtime timeout"
  };

  private static String limits(GuestProcess p) {
    StringBuilder b = new StringBuilder();
    b.append("Limit                     Soft Limit           Hard Limit           Units     \n");
    for (int i = 0; i < LIMITS.length; i++) {
      String soft = amount(p.limits().soft(i));
      b.append(
          String.format("Max %-21s %-20s %-20s %n", LIMITS[i], soft, amount(p.limits().hard(i))));
    }
    return b.toString();
  }

  private static String amount(long limit) {
    return limit == -1 ? "unlimited" : Long.toUnsignedString(limit);
  }

  private static String statm(GuestProcess p) {
    long pages = p.memory().resident() / 4096;
    return pages + " " + pages + " 0 1 0 " + pages + " 0\n";
  }

  private static String status(GuestProcess p) {
    long kilobytes = p.memory().resident() / 1024;
    return "Name:\t"
        + baseName(p.program().executable)
        + "\nState:\t"
        + state(p)
        + "\nTgid:\t"
        + p.pid()
        + "\nPid:\t"
        + p.pid()
        + "\nPPid:\t"
        + p.family().parentPid()
        + "\nTracerPid:\t0\nUid:\t"
        + Ids.USER
        + "\t"
        + Ids.USER
        + "\t"
        + Ids.USER
        + "\t"
        + Ids.USER
        + "\nGid:\t"
        + Ids.USER
        + "\t"
        + Ids.USER
        + "\t"
        + Ids.USER
        + "\t"
        + Ids.USER
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
    for (int i = 0; i < Kernel.cpus(); i++) {
      b.append("processor\t: ").append(i).append("\nhart\t\t: ").append(i);
      b.append("\nisa\t\t: rv").append(p.xlen()).append("imafdc\nmmu\t\t: none\n\n");
    }
    return b.toString();
  }

  private static String memInfo(GuestProcess p) {
    long total = p.kernel().limits().memory() / 1024;
    long free = total - p.kernel().committed() / 1024;
    return "MemTotal:       "
        + total
        + " kB\nMemFree:        "
        + free
        + " kB\nMemAvailable:   "
        + free
        + " kB\nBuffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n";
  }
}
