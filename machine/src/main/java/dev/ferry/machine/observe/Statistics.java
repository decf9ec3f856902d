package dev.ferry.machine.observe;

import dev.ferry.isa.Decoded;
import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.symbols.SymbolMap;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exact counts: instructions by kind and by name, and the functions that retired most of them. */
public final class Statistics implements Observation {
  private static final int ROWS = 20;
  private final List<Counts> harts = new ArrayList<>();

  /** Counts of a page of code, a slot for every two bytes. */
  private static final class Page {
    final long[] counts = new long[GuestMemory.PAGE / 2];
    final @Nullable Opcode[] opcodes = new @Nullable Opcode[GuestMemory.PAGE / 2];
    final boolean[] compressed = new boolean[GuestMemory.PAGE / 2];
  }

  private static final class Counts implements Observer {
    final Map<Long, Page> pages = new HashMap<>();
    private long lastBase = -1;
    private Page last = new Page();
    long taken;

    @Override
    public void after(Hart h, long pc, Decoded d) {
      long base = pc & -GuestMemory.PAGE;
      if (base != lastBase) {
        last = pages.computeIfAbsent(base, b -> new Page());
        lastBase = base;
      }
      int slot = (int) (pc - base) >> 1;
      last.counts[slot]++;
      last.opcodes[slot] = d.opcode;
      last.compressed[slot] = d.length == 2;
      if (h.pc != pc + d.length && InstructionClass.of(d.opcode) == InstructionClass.BRANCH) {
        taken++;
      }
    }
  }

  @Override
  public synchronized Observer observe(int xlen) {
    Counts counts = new Counts();
    harts.add(counts);
    return counts;
  }

  @Override
  public synchronized void report(SymbolMap symbols, PrintStream out) {
    Map<InstructionClass, Long> kinds = new EnumMap<>(InstructionClass.class);
    Map<String, Long> names = new HashMap<>();
    Map<String, Long> functions = new HashMap<>();
    long total = 0;
    long compressed = 0;
    long taken = 0;
    for (Counts hart : harts) {
      taken += hart.taken;
      for (Map.Entry<Long, Page> entry : hart.pages.entrySet()) {
        Page page = entry.getValue();
        for (int slot = 0; slot < page.counts.length; slot++) {
          Opcode opcode = page.opcodes[slot];
          long count = page.counts[slot];
          if (opcode == null) {
            continue;
          }
          total += count;
          compressed += page.compressed[slot] ? count : 0;
          kinds.merge(InstructionClass.of(opcode), count, Long::sum);
          names.merge(mnemonic(opcode), count, Long::sum);
          String function = symbols.function(entry.getKey() + 2L * slot);
          functions.merge(function.isEmpty() ? "(no symbol)" : function, count, Long::sum);
        }
      }
    }
    out.printf(Locale.ROOT, "%n%,d instructions retired", total);
    out.printf(Locale.ROOT, ", %.1f %% of them compressed%n", percent(compressed, total));
    long branches = kinds.getOrDefault(InstructionClass.BRANCH, 0L);
    out.printf(Locale.ROOT, "%,d branches", branches);
    out.printf(Locale.ROOT, ", %.1f %% of them taken%n", percent(taken, branches));
    Map<String, Long> labels = new HashMap<>();
    kinds.forEach((kind, count) -> labels.put(kind.label(), count));
    table(out, "kind", labels, total);
    table(out, "instruction", names, total);
    table(out, "function", functions, total);
  }

  private static String mnemonic(Opcode opcode) {
    return opcode.name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  private static void table(PrintStream out, String title, Map<String, Long> rows, long total) {
    out.printf(Locale.ROOT, "%n%16s %7s  %s%n", "instructions", "%", title);
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(rows.entrySet());
    sorted.sort(
        Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, Long> row : sorted.subList(0, Math.min(ROWS, sorted.size()))) {
      double share = percent(row.getValue(), total);
      out.printf(Locale.ROOT, "%,16d %7.2f  %s%n", row.getValue(), share, row.getKey());
    }
  }
}
