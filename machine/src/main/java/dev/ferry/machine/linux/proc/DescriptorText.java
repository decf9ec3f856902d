package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.abi.GuestText;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.files.PidFile;
import dev.ferry.machine.linux.kernel.OpenFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a process holds: its descriptors ({@code fdinfo}) and its namespaces ({@code ns}). */
final class DescriptorText {
  private DescriptorText() {}

  /** O_LARGEFILE, which is set in what a 64-bit kernel opens. */
  private static final int LARGE_FILE = 0100000;

  /** All processes of a machine are in the same of each kind. */
  static final List<String> NAMESPACES =
      List.of(
          "cgroup",
          "ipc",
          "mnt",
          "net",
          "pid",
          "pid_for_children",
          "time",
          "time_for_children",
          "user",
          "uts");

  /** Number of the first namespace; Linux counts down from 2^32 - 1, and never to here. */
  private static final long FIRST_NAMESPACE = 0xf0000000L;

  /** Where a link below {@code ns} leads, or null where there is none of that name. */
  static @Nullable String namespace(String file) {
    if (!file.startsWith("ns/") || !NAMESPACES.contains(file.substring(3))) {
      return null;
    }
    String name = file.substring(3).replace("_for_children", "");
    return name + ":[" + (FIRST_NAMESPACE + NAMESPACES.indexOf(name)) + "]";
  }

  /** The text of a file below {@code fdinfo} or {@code ns}, or null where there is none. */
  static byte @Nullable [] of(ProcessFiles.Subject subject) {
    if (namespace(subject.file()) != null) {
      return new byte[0];
    }
    if (!subject.file().startsWith("fdinfo/")) {
      return null;
    }
    int fd = GuestText.number(subject.file().substring(7));
    OpenFile file = subject.process().fds().find(fd);
    return file == null ? null : information(subject, fd, file).getBytes(StandardCharsets.UTF_8);
  }

  private static String information(ProcessFiles.Subject subject, int fd, OpenFile file) {
    long position = 0;
    long inode = 0;
    int flags = file.flags() | LARGE_FILE;
    try {
      flags |= subject.process().fds().isCloseOnExec(fd) ? OpenFile.O_CLOEXEC : 0;
      inode = file.stat().inode();
      position = file.seek(0, 1);
    } catch (LinuxError e) {
      // What has no position is at its start.
    }
    StringBuilder b = new StringBuilder();
    b.append("pos:\t").append(position).append("\nflags:\t0").append(Integer.toOctalString(flags));
    b.append("\nmnt_id:\t1\nino:\t").append(inode).append('\n');
    if (file instanceof PidFile pid) {
      int number = pid.process().isDead() ? -1 : pid.process().pid();
      b.append("Pid:\t").append(number).append("\nNSpid:\t").append(number).append('\n');
    }
    return b.toString();
  }
}
