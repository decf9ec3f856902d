package dev.ferry.machine.debug.source;

import dev.ferry.binutils.dwarf.FrameTable;
import dev.ferry.machine.debug.Debuggee;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the calls in progress by call frame information. */
final class CallStack {
  private static final int RA = 1;
  private static final int SP = 2;

  private final Debuggee program;
  private final Sources sources;

  CallStack(Debuggee program, Sources sources) {
    this.program = program;
    this.sources = sources;
  }

  /** The innermost frame. */
  Frame innermost() {
    long[] registers = new long[32];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = program.register(i);
    }
    return frame(0, program.pc(), registers);
  }

  private Frame frame(int level, long pc, long[] registers) {
    long lookup = level == 0 ? pc : pc - 1;
    FrameTable.Rules rules = sources.rules(lookup);
    // Without information take it for a function that has not touched its frame.
    long cfa = rules == null ? registers[SP] : registers[rules.cfaRegister()] + rules.cfaOffset();
    return new Frame(
        level,
        pc,
        cfa,
        registers,
        program.symbols().function(lookup),
        sources.at(lookup),
        sources.functionAt(lookup));
  }

  /** Frames from the innermost outwards. */
  List<Frame> frames(int max) {
    List<Frame> frames = new ArrayList<>();
    Frame frame = innermost();
    while (frame != null && frames.size() < max) {
      frames.add(frame);
      frame = caller(frame);
    }
    return frames;
  }

  /** The caller's frame, or null where there is none or it cannot be found. */
  @Nullable Frame caller(Frame frame) {
    FrameTable.Rules rules = sources.rules(frame.lookup());
    if (rules == null && frame.level() > 0) {
      return null;
    }
    long[] registers = frame.registers().clone();
    long pc = registers[RA];
    if (rules != null) {
      for (Map.Entry<Integer, Long> saved : rules.saved().entrySet()) {
        if (saved.getKey() < registers.length) {
          registers[saved.getKey()] = word(frame.cfa() + saved.getValue());
        }
      }
      pc = registers[rules.returnRegister() & 31];
    }
    registers[SP] = frame.cfa();
    boolean isEnd = pc == 0 || program.symbols().module(pc) == null;
    boolean isStuck = pc == frame.pc() && frame.cfa() == frame.registers()[SP];
    return isEnd || isStuck ? null : frame(frame.level() + 1, pc, registers);
  }

  private long word(long address) {
    byte[] bytes = program.read(address, program.xlen() / 8);
    return new Value(null, bytes, address, 0, -1).number();
  }
}
