package dev.ferry.machine.observe;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.symbols.SymbolMap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Call stacks, one every so many retired instructions, so that two runs of a program give the same
 * profile. The stack is followed at calls and returns; no frame pointers or debug information are
 * needed, and {@code longjmp} and tail calls are seen for what they are.
 */
public final class Profile implements Observation {
  /** Instructions between two samples: a prime, so that no loop keeps step with it. */
  public static final long INTERVAL = 997;

  private final Path file;
  private final List<Stack> harts = new ArrayList<>();

  /**
   * @param file where to write; {@code .svg} for a flame graph, {@code .json} for speedscope,
   *     anything else for folded stacks
   */
  public Profile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized Observer observe(int xlen) {
    Stack stack = new Stack();
    harts.add(stack);
    return stack;
  }

  /** Samples of one hart, by the addresses of a stack. */
  private static final class Stack implements Observer {
    private long[] functions = new long[64];
    private long[] returns = new long[64];
    private long[] pointers = new long[64];
    private int depth;
    private long left = INTERVAL;
    final Map<List<Long>, Long> samples = new HashMap<>();

    @Override
    public void after(Hart h, long pc, Decoded d) {
      if (d.opcode == Opcode.JAL || d.opcode == Opcode.JALR) {
        boolean links = isLink(d.rd);
        if (links) {
          // A frame calls again only when its last call is over; save routines are called by t0.
          dropDead(d.rd == Registers.RA ? h.x2 + 1 : h.x2);
          push(h, pc + d.length);
        } else if (d.opcode == Opcode.JALR && isLink(d.rs1)) {
          pop(h);
        }
      }
      if (--left == 0) {
        left = INTERVAL;
        sample(h.pc);
      }
    }

    private static boolean isLink(int register) {
      return register == Registers.RA || register == Registers.T0;
    }

    /** Frames whose stack pointer lies below the current one are gone, however they were left. */
    private void dropDead(long sp) {
      while (depth > 0 && Long.compareUnsigned(pointers[depth - 1], sp) < 0) {
        depth--;
      }
    }

    private void push(Hart h, long ret) {
      if (depth == functions.length) {
        functions = Arrays.copyOf(functions, 2 * depth);
        returns = Arrays.copyOf(returns, 2 * depth);
        pointers = Arrays.copyOf(pointers, 2 * depth);
      }
      functions[depth] = h.pc;
      returns[depth] = ret;
      pointers[depth++] = h.x2;
    }

    private void pop(Hart h) {
      dropDead(h.x2);
      int at = depth - 1;
      while (at >= 0 && pointers[at] == h.x2 && returns[at] != h.pc) {
        at--; // Several calls with one stack pointer: leaves that jumped on.
      }
      if (at >= 0 && returns[at] == h.pc) {
        depth = at;
      }
    }

    private static final int MAX_FRAMES = 400;

    private void sample(long pc) {
      int from = Math.max(0, depth - MAX_FRAMES);
      List<Long> key = new ArrayList<>(depth - from + 1);
      for (int i = from; i < depth; i++) {
        key.add(functions[i]);
      }
      key.add(pc);
      samples.merge(key, 1L, Long::sum);
    }
  }

  /** Samples by the names of functions, outermost first, separated by semicolons. */
  synchronized TreeMap<String, Long> folded(SymbolMap symbols) {
    TreeMap<String, Long> folded = new TreeMap<>();
    for (Stack hart : harts) {
      for (Map.Entry<List<Long>, Long> sample : hart.samples.entrySet()) {
        folded.merge(names(sample.getKey(), symbols), sample.getValue(), Long::sum);
      }
    }
    return folded;
  }

  private static String names(List<Long> stack, SymbolMap symbols) {
    StringBuilder b = new StringBuilder();
    String above = "";
    for (int i = 0; i < stack.size(); i++) {
      String name = symbols.function(stack.get(i));
      name = name.isEmpty() ? "(no symbol)" : name;
      boolean isPlace = i == stack.size() - 1;
      if (isPlace && name.equals(above)) {
        break; // The place lies in the function that was called last.
      }
      b.append(b.isEmpty() ? "" : ";").append(name);
      above = name;
    }
    return b.toString();
  }

  @Override
  public void report(SymbolMap symbols, PrintStream out) throws IOException {
    TreeMap<String, Long> folded = folded(symbols);
    String name = String.valueOf(file.getFileName());
    String text =
        name.endsWith(".svg")
            ? FlameGraph.svg(folded)
            : name.endsWith(".json") ? Speedscope.json(folded) : plain(folded);
    Files.writeString(file, text);
    long samples = folded.values().stream().mapToLong(Long::longValue).sum();
    out.println("ferry: profile of " + samples + " samples in " + file);
  }

  private static String plain(Map<String, Long> folded) {
    StringBuilder b = new StringBuilder();
    folded.forEach((stack, count) -> b.append(stack).append(' ').append(count).append('\n'));
    return b.toString();
  }
}
