package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directories of {@code /proc}: processes, their threads and their open files. */
final class ProcessDirectories {
  private ProcessDirectories() {}

  static final int DT_DIR = 4;
  static final int DT_REG = 8;
  private static final int DT_LNK = 10;

  private static final List<String> GENERAL =
      List.of(
          "cmdline",
          "cpuinfo",
          "diskstats",
          "filesystems",
          "loadavg",
          "meminfo",
          "mounts",
          "partitions",
          "stat",
          "swaps",
          "uptime",
          "version",
          "vmstat");

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
      for (String name : List.of("sys", "sysvipc")) {
        add(entries, DT_DIR, name);
      }
      add(entries, DT_LNK, "net");
      GENERAL.forEach(name -> add(entries, DT_REG, name));
      return entries;
    }
    entries.addAll(FixedFiles.entries(path));
    if (!entries.isEmpty()) {
      return entries;
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
      case "net" -> entries.addAll(FixedFiles.entries("/proc/net"));
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

  private static void addProcess(List<OpenFile.Entry> entries, boolean whole) {
    add(entries, DT_DIR, "fd");
    add(entries, DT_DIR, "fdinfo");
    add(entries, DT_DIR, "net");
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
