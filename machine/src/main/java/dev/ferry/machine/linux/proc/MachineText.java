package dev.ferry.machine.linux.proc;

import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.Kernel;
import java.util.Locale;

/** What {@code /proc} says of the whole machine. */
final class MachineText {
  private MachineText() {}

  private static final double SECOND = 1e9;

  private static String seconds(double nanoseconds) {
    return String.format(Locale.ROOT, "%.2f", nanoseconds / SECOND);
  }

  /** Processor time of all processes that there are, and of children that were waited for. */
  private static long busyTime(Kernel kernel) {
    long sum = 0;
    for (GuestProcess process : kernel.processes()) {
      sum += process.processorTime() + process.childrenTime();
    }
    return sum;
  }

  private static long idleTime(Kernel kernel) {
    return Math.max(0, kernel.uptime() * Kernel.cpus() - busyTime(kernel));
  }

  static String uptime(Kernel kernel) {
    return seconds(kernel.uptime()) + " " + seconds(idleTime(kernel)) + "\n";
  }

  private static int runningThreads(Kernel kernel) {
    int count = 0;
    for (GuestProcess process : kernel.processes()) {
      count += (int) process.threads().stream().filter(t -> !t.isAsleep()).count();
    }
    return Math.max(1, count);
  }

  /** Averages are not kept. */
  static String load(Kernel kernel) {
    int threads = 0;
    int last = 0;
    for (GuestProcess process : kernel.processes()) {
      threads += process.threads().size();
      last = Math.max(last, process.pid());
    }
    return "0.00 0.00 0.00 " + runningThreads(kernel) + "/" + threads + " " + last + "\n";
  }

  /** The time is given to all processors in equal parts: nobody knows which one it was. */
  static String stat(Kernel kernel) {
    int cpus = Kernel.cpus();
    long busy = busyTime(kernel) / ProcessStatus.TICK;
    long idle = idleTime(kernel) / ProcessStatus.TICK;
    StringBuilder b = new StringBuilder();
    b.append("cpu  ").append(busy).append(" 0 0 ").append(idle).append(" 0 0 0 0 0 0\n");
    for (int i = 0; i < cpus; i++) {
      b.append("cpu").append(i).append(' ').append(busy / cpus).append(" 0 0 ");
      b.append(idle / cpus).append(" 0 0 0 0 0 0\n");
    }
    long begin = (System.currentTimeMillis() - kernel.uptime() / 1_000_000) / 1000;
    b.append("intr 0\nctxt 0\nbtime ").append(begin);
    b.append("\nprocesses ").append(kernel.processes().size());
    b.append("\nprocs_running ").append(runningThreads(kernel));
    return b.append("\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n").toString();
  }

  /** The counters that vmstat asks for, of which none is kept. */
  static String events() {
    StringBuilder b = new StringBuilder();
    for (String name :
        new String[] {
          "nr_free_pages",
          "pgpgin",
          "pgpgout",
          "pswpin",
          "pswpout",
          "pgalloc_normal",
          "pgfree",
          "pgfault",
          "pgmajfault",
          "oom_kill"
        }) {
      b.append(name).append(" 0\n");
    }
    return b.toString();
  }

  static String memory(Kernel kernel) {
    long total = kernel.limits().memory() / 1024;
    long used = kernel.committed() / 1024;
    long free = Math.max(0, total - used);
    StringBuilder b = new StringBuilder();
    row(b, "MemTotal", total);
    row(b, "MemFree", free);
    row(b, "MemAvailable", free);
    for (String none :
        new String[] {
          "Buffers",
          "Cached",
          "SwapCached",
          "Active",
          "Inactive",
          "Unevictable",
          "Mlocked",
          "SwapTotal",
          "SwapFree",
          "Dirty",
          "Writeback"
        }) {
      row(b, none, 0);
    }
    row(b, "AnonPages", used);
    for (String none :
        new String[] {"Mapped", "Shmem", "KReclaimable", "Slab", "SReclaimable", "SUnreclaim"}) {
      row(b, none, 0);
    }
    row(b, "CommitLimit", total);
    row(b, "Committed_AS", used);
    row(b, "VmallocTotal", 0);
    row(b, "VmallocUsed", 0);
    b.append("HugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n");
    return b.toString();
  }

  private static void row(StringBuilder b, String name, long kilobytes) {
    b.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", kilobytes));
  }

  static String processors(int xlen) {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < Kernel.cpus(); i++) {
      b.append("processor\t: ").append(i).append("\nhart\t\t: ").append(i);
      b.append("\nisa\t\t: rv").append(xlen);
      b.append("imafdc_zicsr_zifencei_zicond_zfa_zfh_zba_zbb_zbc_zbs\nmmu\t\t: none\n\n");
    }
    return b.toString();
  }
}
