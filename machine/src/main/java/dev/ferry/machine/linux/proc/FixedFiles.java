package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Trees of files whose names do not change; their directories follow from the names. */
final class FixedFiles {
  private FixedFiles() {}

  /** {@link ProcessText} has what is in them. */
  private static final List<String> NAMES = names();

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String network :
        new String[] {
          "arp",
          "dev",
          "if_inet6",
          "packet",
          "raw",
          "raw6",
          "route",
          "tcp",
          "tcp6",
          "udp",
          "udp6",
          "unix"
        }) {
      names.add("/proc/net/" + network);
    }
    for (String kind : new String[] {"msg", "sem", "shm"}) {
      names.add("/proc/sysvipc/" + kind);
    }
    for (String setting :
        new String[] {
          "fs/file-max",
          "fs/mqueue/msg_max",
          "fs/mqueue/msgsize_max",
          "fs/mqueue/queues_max",
          "fs/nr_open",
          "fs/pipe-max-size",
          "kernel/cap_last_cap",
          "kernel/core_pattern",
          "kernel/domainname",
          "kernel/hostname",
          "kernel/msgmax",
          "kernel/msgmnb",
          "kernel/msgmni",
          "kernel/ngroups_max",
          "kernel/osrelease",
          "kernel/ostype",
          "kernel/pid_max",
          "kernel/random/boot_id",
          "kernel/random/entropy_avail",
          "kernel/random/uuid",
          "kernel/sem",
          "kernel/shmall",
          "kernel/shmmax",
          "kernel/shmmni",
          "kernel/threads-max",
          "kernel/version",
          "net/core/somaxconn",
          "net/ipv4/ip_local_port_range",
          "vm/max_map_count",
          "vm/mmap_min_addr",
          "vm/overcommit_memory",
          "vm/overcommit_ratio"
        }) {
      names.add("/proc/sys/" + setting);
    }
    String cpus = "/sys/devices/system/cpu/";
    names.addAll(List.of(cpus + "online", cpus + "possible", cpus + "present"));
    for (int i = 0; i < Kernel.cpus(); i++) {
      for (String topology : new String[] {"core_id", "physical_package_id"}) {
        names.add(cpus + "cpu" + i + "/topology/" + topology);
      }
    }
    return names;
  }

  /** What lies in a directory; nothing where the path is none of theirs. */
  static List<OpenFile.Entry> entries(String path) {
    List<OpenFile.Entry> entries = new ArrayList<>();
    String prefix = path.endsWith("/") ? path : path + "/";
    if (prefix.chars().filter(c -> c == '/').count() < 3) {
      return entries; // The roots themselves are others'.
    }
    Set<String> seen = new HashSet<>();
    for (String name : NAMES) {
      if (name.startsWith(prefix)) {
        String rest = name.substring(prefix.length());
        int slash = rest.indexOf('/');
        String part = slash < 0 ? rest : rest.substring(0, slash);
        if (seen.add(part)) {
          int type = slash < 0 ? ProcessDirectories.DT_REG : ProcessDirectories.DT_DIR;
          entries.add(new OpenFile.Entry(part, 1 + (part.hashCode() & 0x7fffffffL), type));
        }
      }
    }
    return entries;
  }
}
