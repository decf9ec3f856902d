package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directories of {@code /proc}: processes, their threads and their open files. */
final class ProcessDirectories {
  private ProcessDirectories() {}

  private static final int DT_DIR = 4;
  private static final int DT_REG = 8;
  private static final int DT_LNK = 10;

  private static final List<String> GENERAL =
      List.of(
          "cmdline",
          "cpuinfo",
          "filesystems",
          "loadavg",
          "meminfo",
          "mounts",
          "stat",
          "swaps",
          "uptime",
          "version");

  /** The files below {@code /proc/sys}; {@link ProcessText} has what is in them. */
  private static final List<String> SETTINGS =
      List.of(
          "fs/file-max",
          "fs/nr_open",
          "fs/pipe-max-size",
          "kernel/cap_last_cap",
          "kernel/core_pattern",
          "kernel/hostname",
          "kernel/ngroups_max",
          "kernel/osrelease",
          "kernel/ostype",
          "kernel/pid_max",
          "kernel/random/boot_id",
          "kernel/random/entropy_avail",
          "kernel/random/uuid",
          "kernel/threads-max",
          "kernel/version",
          "net/core/somaxconn",
          "net/ipv4/ip_local_port_range",
          "vm/max_map_count",
          "vm/mmap_min_addr",
          "vm/overcommit_memory",
          "vm/overcommit_ratio");

  private static final List<String> OF_PROCESS =
      List.of(
          "auxv",
          "cgroup",
          "cmdline",
          "comm",
          "coredump_filter",
          "environ",
          "gid_map",
          "io",
          "limits",
          "loginuid",
          "maps",
          "mountinfo",
          "mounts",
          "oom_score",
          "oom_score_adj",
          "personality",
          "schedstat",
          "sessionid",
          "setgroups",
          "smaps",
          "smaps_rollup",
          "stat",
          "statm",
          "status",
          "uid_map",
          "wchan");

  /** With dot and dot-dot; null where the path is none of them. */
  static @Nullable List<OpenFile.Entry> entries(GuestThread t, String path) {
    List<OpenFile.Entry> names = names(t, path);
    if (names == null) {
      return null;
    }
    List<OpenFile.Entry> entries = new ArrayList<>();
    add(entries, DT_DIR, ".");
    add(entries, DT_DIR, "..");
    entries.addAll(names);
    return entries;
  }

  static @Nullable List<OpenFile.Entry> names(GuestThread t, String path) {
    List<OpenFile.Entry> entries = new ArrayList<>();
    if (path.equals("/proc") || path.equals("/proc/")) {
      for (GuestProcess process : t.process().kernel().processes()) {
        add(entries, DT_DIR, Integer.toString(process.pid()));
      }
      add(entries, DT_LNK, "self");
      add(entries, DT_LNK, "thread-self");
      add(entries, DT_DIR, "sys");
      GENERAL.forEach(name -> add(entries, DT_REG, name));
      return entries;
    }
    if (path.startsWith("/proc/sys")) {
      addSettings(entries, path.substring(9));
      return entries.isEmpty() ? null : entries;
    }
    String file = path.equals("/dev/fd") || path.equals("/dev/fd/") ? "fd" : null;
    ProcessFiles.Subject subject = ProcessFiles.Subject.of(t, path);
    GuestProcess process = subject == null ? t.process() : subject.process();
    file = subject == null ? file : subject.file();
    if (file == null) {
      return null;
    }
    boolean ofThread = path.contains("/task/");
    switch (file.endsWith("/") ? file.substring(0, file.length() - 1) : file) {
      case "" -> addProcess(entries, true);
      case "task" -> {
        if (ofThread) {
          addProcess(entries, false);
        } else {
          process.threads().forEach(thread -> add(entries, DT_DIR, "" + thread.tid()));
        }
      }
      case "ns" -> DescriptorText.NAMESPACES.forEach(name -> add(entries, DT_LNK, name));
      case "fdinfo" -> {
        for (int fd : process.fds().open()) {
          add(entries, DT_REG, Integer.toString(fd));
        }
      }
      case "fd" -> {
        for (int fd : process.fds().open()) {
          add(entries, DT_LNK, Integer.toString(fd));
        }
      }
      default -> {
        return null;
      }
    }
    return entries;
  }

  /** What lies below {@code /proc/sys} and that. */
  private static void addSettings(List<OpenFile.Entry> entries, String below) {
    String prefix = below.isEmpty() || below.endsWith("/") ? below : below + "/";
    Set<String> seen = new HashSet<>();
    for (String setting : SETTINGS) {
      String name = "/" + setting;
      if (prefix.isEmpty() || name.startsWith(prefix)) {
        String rest = name.substring(Math.max(1, prefix.length()));
        int slash = rest.indexOf('/');
        String part = slash < 0 ? rest : rest.substring(0, slash);
        if (seen.add(part)) {
          add(entries, slash < 0 ? DT_REG : DT_DIR, part);
        }
      }
    }
  }

  private static void addProcess(List<OpenFile.Entry> entries, boolean whole) {
    add(entries, DT_DIR, "fd");
    add(entries, DT_DIR, "fdinfo");
    add(entries, DT_DIR, "ns");
    if (whole) {
      add(entries, DT_DIR, "task");
    }
    for (String name : List.of("cwd", "exe", "root")) {
      add(entries, DT_LNK, name);
    }
    OF_PROCESS.forEach(name -> add(entries, DT_REG, name));
  }

  private static void add(List<OpenFile.Entry> entries, int type, String name) {
    entries.add(new OpenFile.Entry(name, 1 + (name.hashCode() & 0x7fffffffL), type));
  }
}
