package dev.ferry.machine.observe;

import dev.ferry.binutils.disasm.Disassembler;
import dev.ferry.binutils.disasm.DisassemblerOptions;
import dev.ferry.isa.Decoded;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.symbols.SymbolMap;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log in the form of Spike's {@code -l --log-commits}: for each instruction a line with its
 * disassembly and one with what it changed.
 */
public final class InstructionTrace implements Observation {
  private final PrintStream out;
  private final AtomicInteger harts = new AtomicInteger();

  /** Lines go to a stream, which is flushed at the end. */
  public InstructionTrace(OutputStream out) {
    this.out =
        new PrintStream(new BufferedOutputStream(out, 1 << 16), false, StandardCharsets.UTF_8);
  }

  @Override
  public Observer observe(int xlen) {
    return new Lines(xlen, harts.getAndIncrement());
  }

  @Override
  public void report(SymbolMap symbols, PrintStream err) {
    synchronized (out) {
      out.flush();
    }
  }

  private final class Lines implements Observer {
    private final int xlen;
    private final int number;
    private final Disassembler disassembler;
    private final long[] before = new long[Hart.F0 + 32];

    Lines(int xlen, int number) {
      this.xlen = xlen;
      this.number = number;
      this.disassembler = new Disassembler(xlen, DisassemblerOptions.DEFAULT, address -> null);
    }

    @Override
    public void before(Hart h, Decoded instruction) {
      for (int r = 1; r < before.length; r++) {
        before[r] = h.get(r);
      }
    }

    @Override
    public void after(Hart h, long pc, Decoded d) {
      StringBuilder b = new StringBuilder(160);
      int word = h.memory().fetch16(pc) | (d.length == 4 ? h.memory().fetch16(pc + 2) << 16 : 0);
      place(b, pc, word, d.length).append(disassembler.next(word, pc).replace('\t', ' '));
      b.append('\n');
      place(b.append(""), pc, word, d.length);
      b.setLength(b.length() - 1);
      changes(b, h);
      access(b, h, d);
      synchronized (out) {
        out.println(b);
      }
    }

    private StringBuilder place(StringBuilder b, long pc, int word, int length) {
      b.append(String.format("core %3d: 0x", number)).append(digits(pc, xlen / 4));
      return b.append(" (0x").append(digits(word & 0xffffffffL, 2 * length)).append(") ");
    }

    private void changes(StringBuilder b, Hart h) {
      for (int r = 1; r < before.length; r++) {
        if (r != Hart.SINK && h.get(r) != before[r]) {
          boolean isFloat = r >= Hart.F0;
          b.append(isFloat ? " f" : " x").append(isFloat ? r - Hart.F0 : r).append(" 0x");
          b.append(digits(h.get(r), isFloat ? 16 : xlen / 4));
        }
      }
    }

    private void access(StringBuilder b, Hart h, Decoded d) {
      int width = InstructionClass.accessWidth(d.opcode);
      if (width == 0) {
        return;
      }
      long address = before[d.rs1] + d.imm & h.addressMask;
      b.append(" mem 0x").append(digits(address, xlen / 4));
      if (InstructionClass.of(d.opcode) == InstructionClass.STORE) {
        long value = d.opcode.isRs2Float() ? h.f(d.rs2) : h.x(d.rs2);
        b.append(" 0x").append(digits(value, 2 * width));
      }
    }

    private static String digits(long value, int count) {
      String text = Long.toHexString(value);
      return text.length() >= count
          ? text.substring(text.length() - count)
          : "0".repeat(count - text.length()) + text;
    }
  }
}
