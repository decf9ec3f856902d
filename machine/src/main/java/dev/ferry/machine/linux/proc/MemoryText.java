package dev.ferry.machine.linux.proc;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Region;
import dev.ferry.machine.linux.kernel.GuestProcess;
import dev.ferry.machine.linux.kernel.LoadedProgram;
import java.util.Arrays;

/** What a process' memory has: {@code maps}, {@code smaps}, and the start of its stack. */
final class MemoryText {
  private MemoryText() {}

  /** A page of arguments is what Linux looks on for the end of a title that went on. */
  private static final int TITLE = 4096;

  static String maps(GuestProcess process) {
    StringBuilder b = new StringBuilder();
    for (Region region : process.memory().mappings().regions()) {
      line(b, region);
    }
    return b.toString();
  }

  private static void line(StringBuilder b, Region r) {
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

  /** With sizes: how much of each is touched is not known, so all that has rights is said to be. */
  static String sizes(GuestProcess process) {
    StringBuilder b = new StringBuilder();
    for (Region region : process.memory().mappings().regions()) {
      line(b, region);
      long size = region.end() - region.start();
      boolean writable = (region.rights() & GuestMemory.WRITE) != 0;
      sizes(b, size, region.rights() == 0 ? 0 : size, writable, region.shared());
      b.append("THPeligible:           0\nVmFlags:")
          .append((region.rights() & GuestMemory.READ) != 0 ? " rd" : "")
          .append(writable ? " wr" : "")
          .append((region.rights() & GuestMemory.EXECUTE) != 0 ? " ex" : "")
          .append(region.shared() ? " sh" : "")
          .append(" mr mw me\n");
    }
    return b.toString();
  }

  /** All of it in one. */
  static String rollup(GuestProcess process) {
    StringBuilder b = new StringBuilder();
    var regions = process.memory().mappings().regions();
    if (regions.isEmpty()) {
      return "";
    }
    b.append(
        String.format(
            "%08x-%08x ---p 00000000 00:00 0                          [rollup]\n",
            regions.getFirst().start(), regions.getLast().end()));
    sizes(b, -1, process.memory().resident(), true, false);
    return b.toString();
  }

  private static void sizes(
      StringBuilder b, long size, long resident, boolean dirty, boolean shared) {
    if (size >= 0) {
      kilobytes(b, "Size", size);
      kilobytes(b, "KernelPageSize", GuestMemory.PAGE);
      kilobytes(b, "MMUPageSize", GuestMemory.PAGE);
    }
    kilobytes(b, "Rss", resident);
    kilobytes(b, "Pss", resident);
    kilobytes(b, "Pss_Dirty", dirty ? resident : 0);
    kilobytes(b, "Shared_Clean", shared && !dirty ? resident : 0);
    kilobytes(b, "Shared_Dirty", shared && dirty ? resident : 0);
    kilobytes(b, "Private_Clean", !shared && !dirty ? resident : 0);
    kilobytes(b, "Private_Dirty", !shared && dirty ? resident : 0);
    kilobytes(b, "Referenced", resident);
    kilobytes(b, "Anonymous", dirty ? resident : 0);
    for (String none :
        new String[] {
          "KSM",
          "LazyFree",
          "AnonHugePages",
          "ShmemPmdMapped",
          "FilePmdMapped",
          "Shared_Hugetlb",
          "Private_Hugetlb",
          "Swap",
          "SwapPss",
          "Locked"
        }) {
      kilobytes(b, none, 0);
    }
  }

  private static void kilobytes(StringBuilder b, String name, long bytes) {
    b.append(String.format("%-16s%8d kB\n", name + ":", bytes / 1024));
  }

  /**
   * The arguments as they are in memory now: a program that shows a title has written over them,
   * and perhaps over the environment, too (get_mm_cmdline of fs/proc/base.c).
   */
  static byte[] arguments(GuestProcess process) {
    LoadedProgram program = process.program();
    int length = (int) (program.environmentAt - program.argumentsAt);
    byte[] bytes = process.memoryGate().read(program.argumentsAt, length);
    if (bytes.length < length || length == 0 || bytes[length - 1] == 0) {
      return bytes;
    }
    int most = (int) Math.min(program.environmentEnd - program.argumentsAt, length + TITLE);
    bytes = process.memoryGate().read(program.argumentsAt, most);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** The environment as it was given, or as it is there now. */
  static byte[] environment(GuestProcess process) {
    LoadedProgram program = process.program();
    long length = program.environmentEnd - program.environmentAt;
    return process.memoryGate().read(program.environmentAt, (int) length);
  }
}
