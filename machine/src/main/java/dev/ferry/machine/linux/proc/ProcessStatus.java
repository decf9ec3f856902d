package dev.ferry.machine.linux.proc;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.abi.Ids;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.kernel.LoadedProgram;
import dev.ferry.machine.linux.kernel.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * What a process or a thread of it is and does: {@code stat}, {@code statm} and {@code status} of
 * its directory (fs/proc/array.c).
 */
final class ProcessStatus {
  /** Nanoseconds in which times are given there. */
  static final long TICK = 10_000_000;

  private final GuestProcess p;

  /** The thread it is about, or null where it is about the process. */
  private final @Nullable GuestThread thread;

  /** The main thread, whose name and mask the process has; null for a dead one. */
  private final @Nullable GuestThread main;

  private final LoadedProgram program;

  ProcessStatus(GuestProcess process, @Nullable GuestThread thread) {
    this.p = process;
    this.thread = thread;
    this.main = thread != null ? thread : process.thread(process.pid());
    this.program = process.program();
  }

  /** As pgrep finds it: what execve or prctl has set. */
  String name() {
    if (main != null) {
      return main.name();
    }
    String path = program.executable;
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.substring(0, Math.min(last.length(), GuestThread.MAX_NAME));
  }

  /** What it does, as ps shows it. */
  private String state() {
    if (p.isDead()) {
      return "Z (zombie)";
    }
    if (p.jobControl().isStopped()) {
      return "T (stopped)";
    }
    for (GuestThread each : p.threads()) {
      if ((thread == null || each == thread) && !each.isAsleep()) {
        return "R (running)";
      }
    }
    return "S (sleeping)";
  }

  private int id() {
    return thread != null ? thread.tid() : p.pid();
  }

  /** 52 numbers; those that the machine does not count are 0. */
  String stat() {
    Terminal terminal = p.controlling;
    int foreground = terminal == null ? -1 : terminal.foregroundGroup;
    long time = thread != null ? thread.processorTime() : p.processorTime();
    int nice = main == null ? 0 : main.nice;
    StringBuilder b = new StringBuilder();
    b.append(id()).append(" (").append(name()).append(") ").append(state().charAt(0));
    put(b, p.family().parentPid(), p.group, p.session);
    put(b, terminal == null ? 0 : terminal.device(), foreground, 0, 0, 0, 0, 0);
    put(b, time / TICK, 0, p.childrenTime() / TICK, 0, 20 + nice, nice, p.threads().size(), 0);
    put(b, p.startTime() / TICK, size(), p.memory().resident() / GuestMemory.PAGE);
    b.append(' ').append(Long.toUnsignedString(-1));
    put(b, 0, 0, program.stackTop, 0, 0);
    put(b, p.signals().pendingSet() & 0x7fffffff, mask() & 0x7fffffff);
    put(b, handled(false) & 0x7fffffff, handled(true) & 0x7fffffff);
    put(b, 0, 0, 0, Signals.SIGCHLD, 0, 0, 0, 0, 0, 0, 0, 0, program.heapStart);
    put(b, program.argumentsAt, program.environmentAt, program.environmentAt);
    put(b, program.environmentEnd, 0);
    return b.append('\n').toString();
  }

  private static void put(StringBuilder b, long... numbers) {
    for (long number : numbers) {
      b.append(' ').append(number);
    }
  }

  private long mask() {
    return main == null ? 0 : main.mask;
  }

  /** Signals with a handler, or those that are ignored because somebody said so. */
  private long handled(boolean byHandlers) {
    long set = 0;
    for (int signal = 1; signal <= Signals.COUNT; signal++) {
      Signals.Action action = p.signals().action(signal);
      if (byHandlers ? action.isHandler() : action.handler() == 1) {
        set |= Signals.bit(signal);
      }
    }
    return set;
  }

  /** Bytes of all that is mapped. */
  private long size() {
    long sum = 0;
    for (Region region : p.memory().mappings().regions()) {
      sum += region.end() - region.start();
    }
    return sum;
  }

  String statm() {
    long resident = p.memory().resident() / GuestMemory.PAGE;
    return size() / GuestMemory.PAGE + " " + resident + " 0 1 0 " + resident + " 0\n";
  }

  String status() {
    StringBuilder b = new StringBuilder();
    line(b, "Name", name().replace("\\", "\\\\").replace("\n", "\\n"));
    line(b, "Umask", String.format("%04o", p.umask));
    line(b, "State", state());
    line(b, "Tgid", p.pid());
    line(b, "Ngid", 0);
    line(b, "Pid", id());
    line(b, "PPid", p.family().parentPid());
    line(b, "TracerPid", 0);
    String four = (Ids.USER + "\t").repeat(4).strip();
    line(b, "Uid", four);
    line(b, "Gid", four);
    line(b, "FDSize", Math.max(64, Integer.highestOneBit(p.fds().open().length) * 2));
    line(b, "Groups", " ");
    line(b, "NStgid", p.pid());
    line(b, "NSpid", id());
    line(b, "NSpgid", p.group);
    line(b, "NSsid", p.session);
    if (!p.isDead()) {
      memory(b);
    }
    line(b, "Threads", Math.max(1, p.threads().size()));
    line(b, "SigQ", p.signals().queuedSignals() + "/8192");
    set(b, "SigPnd", thread != null ? thread.pendingSet() & ~p.signals().pendingSet() : 0);
    set(b, "ShdPnd", p.signals().pendingSet());
    set(b, "SigBlk", mask());
    set(b, "SigIgn", handled(false));
    set(b, "SigCgt", handled(true));
    for (String capabilities : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
      set(b, capabilities, 0);
    }
    line(b, "NoNewPrivs", p.noNewPrivileges ? 1 : 0);
    line(b, "Seccomp", 0);
    line(b, "Cpus_allowed", String.format("%x", (1L << Math.min(63, Kernel.cpus())) - 1));
    line(b, "Cpus_allowed_list", "0-" + (Kernel.cpus() - 1));
    line(b, "voluntary_ctxt_switches", 0);
    line(b, "nonvoluntary_ctxt_switches", 0);
    return b.toString();
  }

  private void memory(StringBuilder b) {
    long resident = p.memory().resident();
    kilobytes(b, "VmPeak", size());
    kilobytes(b, "VmSize", size());
    kilobytes(b, "VmLck", 0);
    kilobytes(b, "VmPin", 0);
    kilobytes(b, "VmHWM", resident);
    kilobytes(b, "VmRSS", resident);
    kilobytes(b, "RssAnon", resident);
    kilobytes(b, "RssFile", 0);
    kilobytes(b, "RssShmem", 0);
    kilobytes(b, "VmData", program.heapEnd - program.heapStart);
    kilobytes(b, "VmStk", program.stackTop - p.stackLow());
    kilobytes(b, "VmExe", 0);
    kilobytes(b, "VmLib", 0);
    kilobytes(b, "VmPTE", 0);
    kilobytes(b, "VmSwap", 0);
  }

  private static void line(StringBuilder b, String name, Object value) {
    b.append(name).append(":\t").append(value).append('\n');
  }

  private static void kilobytes(StringBuilder b, String name, long bytes) {
    line(b, name, String.format("%8d kB", bytes / 1024));
  }

  private static void set(StringBuilder b, String name, long set) {
    line(b, name, String.format("%016x", set));
  }
}
