package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.kernel.FdTable;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is in the files of {@code /proc}. */
final class ProcessText {
  private ProcessText() {}

  /** The text of a file, or null where there is none of that path. */
  static byte @Nullable [] contents(GuestThread t, String path) {
    ProcessFiles.Subject own = ProcessFiles.Subject.of(t, path);
    if (own != null) {
      GuestProcess p = own.process();
      ProcessStatus status = new ProcessStatus(p, own.thread());
      return switch (own.file()) {
        case "maps" -> text(MemoryText.maps(p));
        case "smaps" -> text(MemoryText.sizes(p));
        case "smaps_rollup" -> text(MemoryText.rollup(p));
        case "cmdline" -> MemoryText.arguments(p);
        case "environ" -> MemoryText.environment(p);
        case "auxv" -> p.program().auxiliary;
        case "comm" -> GuestText.bytes(status.name() + "\n");
        case "stat" -> GuestText.bytes(status.stat());
        case "statm" -> text(status.statm());
        case "status" -> GuestText.bytes(status.status());
        case "limits" -> text(limits(p));
        case "mountinfo" -> text("1 0 0:1 / / rw - ferry ferry rw\n");
        case "cgroup" -> text("0::/\n");
        case "oom_score_adj" -> text(p.outOfMemoryScore + "\n");
        case "oom_score" -> text("0\n");
        case "wchan" -> text("0");
        case "sessionid" -> text("4294967295");
        case "setgroups" -> text("allow\n");
        case "schedstat" -> text(p.processorTime() + " 0 0\n");
        case "coredump_filter" -> text("00000033\n");
        case "mounts" -> text("ferry / ferry rw 0 0\n");
        case "io" -> text(IO);
        case "loginuid" -> text("4294967295");
        case "personality" -> text("00000000\n");
        case "uid_map", "gid_map" -> text("         0          0 4294967295\n");
        default ->
            own.file().startsWith("net/")
                ? ofFacility(p.kernel(), own.file())
                : DescriptorText.of(own);
      };
    }
    Kernel kernel = t.process().kernel();
    if (path.startsWith("/proc/net/") || path.startsWith("/proc/sysvipc/")) {
      return ofFacility(kernel, path.substring(6));
    }
    if (path.startsWith(PROCESSOR)) {
      return processor(path.substring(PROCESSOR.length()));
    }
    return switch (path) {
      case "/proc/cpuinfo" -> text(MachineText.processors(t.process().xlen()));
      case "/proc/meminfo" -> text(MachineText.memory(kernel));
      case "/proc/stat" -> text(MachineText.stat(kernel));
      case "/proc/loadavg" -> text(MachineText.load(kernel));
      case "/proc/uptime" -> text(MachineText.uptime(kernel));
      case "/proc/version" -> text("Linux version 6.1.0 (ferry) #1 SMP Ferry\n");
      case "/proc/cmdline" -> text("ferry\n");
      case "/proc/swaps" -> text("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
      case "/proc/vmstat" -> text(MachineText.events());
      case "/proc/diskstats" -> new byte[0];
      case "/proc/partitions" -> text("major minor  #blocks  name\n\n");
      case "/proc/filesystems" -> text("nodev\tproc\nnodev\ttmpfs\nnodev\tdevpts\nnodev\tferry\n");
      case "/proc/mounts" -> text("ferry / ferry rw 0 0\n");
      case "/proc/sys/kernel/osrelease" -> text("6.1.0\n");
      case "/proc/sys/kernel/ostype" -> text("Linux\n");
      case "/proc/sys/kernel/hostname" -> text("ferry\n");
      case "/proc/sys/kernel/domainname" -> text("(none)\n");
      case "/proc/sys/kernel/msgmax" -> text("8192\n");
      case "/proc/sys/kernel/msgmnb" -> text("16384\n");
      case "/proc/sys/kernel/msgmni" -> text("512\n");
      case "/proc/sys/kernel/sem" -> text("1024\t524288\t500\t512\n");
      case "/proc/sys/kernel/shmmni" -> text("4096\n");
      case "/proc/sys/kernel/shmmax" -> text(kernel.limits().memory() + "\n");
      case "/proc/sys/kernel/shmall" -> text(kernel.limits().memory() / 4096 + "\n");
      case "/proc/sys/fs/mqueue/msg_max" -> text("10\n");
      case "/proc/sys/fs/mqueue/msgsize_max" -> text("8192\n");
      case "/proc/sys/fs/mqueue/queues_max" -> text("256\n");
      case "/proc/sys/kernel/version" -> text("#1 SMP Ferry\n");
      case "/proc/sys/kernel/random/entropy_avail" -> text("256\n");
      case "/proc/sys/kernel/threads-max" -> text(kernel.limits().threads() + "\n");
      case "/proc/sys/fs/pipe-max-size" -> text("1048576\n");
      case "/proc/sys/fs/file-max", "/proc/sys/fs/nr_open" -> text(FdTable.MAX + "\n");
      case "/proc/sys/vm/mmap_min_addr" -> text("65536\n");
      case "/proc/sys/kernel/pid_max" -> text("4194304\n");
      case "/proc/sys/kernel/random/uuid" -> text(UUID.randomUUID() + "\n");
      case "/proc/sys/kernel/random/boot_id" -> text(kernel.bootId() + "\n");
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

  private static final String PROCESSOR = "/sys/devices/system/cpu/cpu";

  /** All are cores of one package. */
  private static byte @Nullable [] processor(String file) {
    int slash = file.indexOf('/');
    int number = slash < 0 ? -1 : GuestText.number(file.substring(0, slash));
    if (number < 0 || number >= Kernel.cpus()) {
      return null;
    }
    return switch (file.substring(slash)) {
      case "/topology/core_id" -> text(number + "\n");
      case "/topology/physical_package_id" -> text("0\n");
      default -> null;
    };
  }

  private static byte @Nullable [] ofFacility(Kernel kernel, String name) {
    String text = kernel.facilityText(name);
    return text == null ? null : GuestText.bytes(text);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  private static final String[] LIMITS = {
    "cpu time", "file size", "data size", "stack size", "core file size", "resident set",
    "processes", "open files", "locked memory", "address space", "file locks", "pending signals",
    "msgqueue size", "nice priority", "realtime priority", "realtime timeout"
  };

  private static final String[] UNITS = {
    "seconds",
    "bytes",
    "bytes",
    "bytes",
    "bytes",
    "bytes",
    "processes",
    "files",
    "bytes",
    "bytes",
    "locks",
    "signals",
    "bytes",
    "",
    "",
    "us"
  };

  private static String limits(GuestProcess p) {
    StringBuilder b = new StringBuilder();
    b.append("Limit                     Soft Limit           Hard Limit           Units     \n");
    for (int i = 0; i < LIMITS.length; i++) {
      String soft = amount(p.limits().soft(i));
      b.append(
          String.format(
              "Max %-21s %-20s %-20s %-10s\n",
              LIMITS[i], soft, amount(p.limits().hard(i)), UNITS[i]));
    }
    return b.toString();
  }

  private static String amount(long limit) {
    return limit == -1 ? "unlimited" : Long.toUnsignedString(limit);
  }
}
