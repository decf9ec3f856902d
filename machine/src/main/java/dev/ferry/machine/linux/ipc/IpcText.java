package dev.ferry.machine.linux.ipc;

import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.kernel.Kernel;
import java.util.Locale;
import java.util.Map;

/** The lists of System V's objects below {@code /proc/sysvipc}. */
final class IpcText {
  private IpcText() {}

  private static void line(StringBuilder b, String format, Object... values) {
    b.append(String.format(Locale.ROOT, format, values));
  }

  static String segments(Kernel kernel, IpcTable<SharedSegment> table) {
    StringBuilder b = new StringBuilder();
    b.append("       key      shmid perms                  size  cpid  lpid nattch   uid   gid ");
    b.append(" cuid  cgid      atime      dtime      ctime                   rss ");
    b.append("                 swap\n");
    for (Map.Entry<Integer, SharedSegment> entry : table.all().entrySet()) {
      SharedSegment segment = entry.getValue();
      line(
          b,
          "%10d %10d  %4o %21d %5d %5d  %5d %5d %5d %5d %5d %10d %10d %10d %21d %21d\n",
          table.keyOf(entry.getKey()),
          entry.getKey(),
          segment.mode,
          segment.size,
          segment.creator,
          segment.lastProcess,
          SharedSegments.attached(kernel, segment),
          Ids.USER,
          Ids.USER,
          Ids.USER,
          Ids.USER,
          0,
          0,
          0,
          segment.size,
          0);
    }
    return b.toString();
  }

  static String semaphores(IpcTable<SemaphoreSet> table) {
    StringBuilder b = new StringBuilder();
    b.append("       key      semid perms      nsems   uid   gid  cuid  cgid ");
    b.append("     otime      ctime\n");
    for (Map.Entry<Integer, SemaphoreSet> entry : table.all().entrySet()) {
      SemaphoreSet set = entry.getValue();
      line(
          b,
          "%10d %10d  %4o %10d %5d %5d %5d %5d %10d %10d\n",
          table.keyOf(entry.getKey()),
          entry.getKey(),
          set.mode,
          set.count(),
          Ids.USER,
          Ids.USER,
          Ids.USER,
          Ids.USER,
          set.operated(),
          set.changed());
    }
    return b.toString();
  }

  static String queues(IpcTable<MessageQueue> table) {
    StringBuilder b = new StringBuilder();
    b.append("       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid ");
    b.append(" cuid  cgid      stime      rtime      ctime\n");
    for (Map.Entry<Integer, MessageQueue> entry : table.all().entrySet()) {
      MessageQueue queue = entry.getValue();
      line(
          b,
          "%10d %10d  %4o  %10d %10d %5d %5d %5d %5d %5d %5d %10d %10d %10d\n",
          table.keyOf(entry.getKey()),
          entry.getKey(),
          queue.mode,
          queue.bytes(),
          queue.count(),
          queue.lastSender(),
          queue.lastReceiver(),
          Ids.USER,
          Ids.USER,
          Ids.USER,
          Ids.USER,
          0,
          0,
          0);
    }
    return b.toString();
  }
}
