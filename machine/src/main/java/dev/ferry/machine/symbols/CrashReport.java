package dev.ferry.machine.symbols;

import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import java.util.ArrayList;
import java.util.List;

/**
 * Where and why a guest died: what its memory and registers were at that moment, as text for its
 * user.
 *
 * @param signal number of the signal
 * @param code si_code
 * @param address faulting address
 * @param pc address of the instruction
 * @param registers x0 to x31
 * @param cause one line
 * @param frames addresses, innermost first: the instruction, then where calls return to
 * @param symbols what the addresses mean
 * @param guessed whether the stack was found by looking for return addresses
 */
public record CrashReport(
    int signal,
    int code,
    long address,
    long pc,
    long[] registers,
    String cause,
    List<Long> frames,
    SymbolMap symbols,
    boolean guessed) {
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGBUS = 7;
  private static final int BUS_ADRERR = 2;
  private static final int SIGSEGV = 11;
  private static final int MAX_FRAMES = 32;
  private static final String[] NAMES = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6"
  };

  /**
   * Looks at a thread that a signal is about to end.
   *
   * @param h its hart, at the instruction that raised the signal
   * @param symbols of what its process has loaded
   * @param stackLow lowest address of the main thread's stack
   * @param signal number of the signal
   * @param code si_code
   * @param address faulting address
   */
  public static CrashReport of(
      Hart h, SymbolMap symbols, long stackLow, int signal, int code, long address) {
    long[] registers = new long[32];
    for (int i = 0; i < 32; i++) {
      registers[i] = h.x(i);
    }
    StackWalker walker = new StackWalker(h, symbols, stackLow);
    List<Long> frames = walker.walk(MAX_FRAMES);
    return new CrashReport(
        signal,
        code,
        address,
        h.pc,
        registers,
        cause(h, stackLow, signal, code, address),
        List.copyOf(frames),
        symbols,
        walker.guessed());
  }

  /** The call stack, innermost first: {@code 0xaddress in function (file:line)}. */
  public List<String> stack() {
    List<String> stack = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      // A return address belongs to the call before it.
      long at = i == 0 ? frames.get(i) : frames.get(i) - 1;
      stack.add(line(frames.get(i), at));
    }
    return stack;
  }

  private String line(long address, long at) {
    String function = symbols.function(at);
    String text = "0x" + Long.toHexString(address);
    String place = symbols.place(at);
    return (function.isEmpty() ? text : text + " in " + function)
        + (place.isEmpty() ? "" : " (" + place + ")");
  }

  private static String cause(Hart h, long stackLow, int signal, int code, long address) {
    String hex = "0x" + Long.toHexString(address);
    return switch (signal) {
      case SIGSEGV -> segmentationCause(h, stackLow, code, address, hex);
      case SIGBUS ->
          code == BUS_ADRERR
              ? "access to " + hex + ", which is mapped behind the end of its file"
              : "atomic access to the misaligned address " + hex;
      case SIGILL -> "illegal instruction " + word(h.memory(), h.pc);
      case SIGTRAP -> "breakpoint (ebreak)";
      default -> "signal " + signal;
    };
  }

  private static String segmentationCause(
      Hart h, long stackLow, int code, long address, String hex) {
    GuestMemory memory = h.memory();
    if (isStackOverflow(h.x2, stackLow, address)) {
      return "stack overflow: the stack has grown beyond its 8 MiB (address " + hex + ")";
    }
    if (address == h.pc) {
      return code == 1
          ? "jump to " + hex + ", where nothing is mapped"
          : "jump to " + hex + ", which is not executable";
    }
    boolean write = memory.grants(address, GuestMemory.READ);
    if (code == 2) {
      return (write ? "write to read-only memory at " : "access to protected memory at ") + hex;
    }
    String what =
        address >= 0 && address < 4096
            ? "null pointer access at "
            : "access to unmapped memory at ";
    return what + hex;
  }

  private static boolean isStackOverflow(long sp, long low, long address) {
    return address < low && address >= low - (1L << 20) && sp < low + 4096 && sp > low - (1L << 20);
  }

  private static String word(GuestMemory memory, long pc) {
    try {
      int half = memory.readShort(pc) & 0xffff;
      if ((half & 3) != 3) {
        return "0x" + Integer.toHexString(half);
      }
      return "0x" + Integer.toHexString(half | memory.readShort(pc + 2) << 16);
    } catch (RuntimeException e) {
      return "at 0x" + Long.toHexString(pc);
    }
  }

  /** Several lines for standard error. */
  public String text() {
    StringBuilder b = new StringBuilder();
    b.append("guest crashed: ").append(cause).append('\n');
    List<String> stack = stack();
    for (int i = 0; i < stack.size(); i++) {
      b.append(i == 0 ? "  at " : "  by ").append(stack.get(i)).append('\n');
    }
    if (guessed && stack.size() > 1) {
      b.append("  (callers guessed from what looks like return addresses on the stack)\n");
    }
    for (int i = 1; i < 32; i++) {
      b.append(i % 4 == 1 ? "  " : " ");
      b.append(String.format("%4s %016x", NAMES[i], registers[i]));
      b.append(i % 4 == 0 || i == 31 ? "\n" : " ");
    }
    return b.toString();
  }
}
