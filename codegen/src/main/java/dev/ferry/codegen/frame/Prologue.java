package dev.ferry.codegen.frame;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.isa.Opcode;

/** Emits prologues and epilogues and resolves frame addresses. */
public final class Prologue {
  private final AsmOutput out;
  private final FrameLayout layout;
  private final boolean cfi;

  public Prologue(AsmOutput out, FrameLayout layout, boolean cfi) {
    this.out = out;
    this.layout = layout;
    this.cfi = cfi;
  }

  private static int number(int reg) {
    return reg & 31;
  }

  private void adjust(int to, int from, long amount) {
    if (amount == 0) {
      if (to != from) {
        out.instruction(Opcode.ADDI, to, from, 0, 0);
      }
    } else if (amount >= -2048 && amount <= 2047) {
      out.instruction(Opcode.ADDI, to, from, 0, (int) amount);
    } else {
      out.loadConstant(Reg.T0, amount);
      out.instruction(Opcode.ADD, to, from, Reg.T0, 0);
    }
  }

  /** At the function's first instruction, or where it first needs the frame. */
  public void enter() {
    long first = layout.firstStep();
    if (layout.size == 0 && layout.align <= 16) {
      return;
    }
    if (layout.callsRoutines) {
      out.call(Reg.T0, Reg.T0, routine("__riscv_save_"), 0);
    } else {
      adjust(Reg.SP, Reg.SP, -first);
    }
    if (cfi) {
      out.cfiCfaOffset(first);
    }
    for (int i = 0; i < layout.saved.length; i++) {
      save(i);
    }
    if (layout.function.needsFramePointer) {
      adjust(Reg.S0, Reg.SP, first - layout.varargs);
      if (cfi) {
        out.cfiDefineCfa(Reg.S0, layout.varargs);
      }
    }
    if (layout.size > first) {
      adjust(Reg.SP, Reg.SP, first - layout.size);
      if (cfi && !layout.function.needsFramePointer) {
        out.cfiCfaOffset(layout.size);
      }
    }
    if (layout.align > 16) {
      if (layout.align <= 2048) {
        out.instruction(Opcode.ANDI, Reg.SP, Reg.SP, 0, -layout.align);
      } else {
        out.loadConstant(Reg.T0, -(long) layout.align);
        out.instruction(Opcode.AND, Reg.SP, Reg.SP, Reg.T0, 0);
      }
    }
    if (layout.function.needsBasePointer) {
      out.instruction(Opcode.ADDI, Reg.S1, Reg.SP, 0, 0);
    }
  }

  private void save(int index) {
    int reg = layout.saved[index];
    int offset = (int) layout.savedOffset(index);
    if (!layout.callsRoutines) {
      out.instruction(store(reg), 0, Reg.SP, number(reg), offset);
    }
    if (cfi) {
      out.cfiOffset(reg, offset - layout.firstStep());
    }
  }

  private AsmSymbol routine(String name) {
    return out.symbol(name + (layout.saved.length - 1));
  }

  private Opcode store(int reg) {
    return Reg.isFloat(reg) ? Opcode.FSD : layout.word == 8 ? Opcode.SD : Opcode.SW;
  }

  private Opcode load(int reg) {
    return Reg.isFloat(reg) ? Opcode.FLD : layout.word == 8 ? Opcode.LD : Opcode.LW;
  }

  /** Returns, and gives the frame back before that if it stands. */
  public void leaveAndReturn(boolean hasFrame) {
    if (hasFrame && layout.callsRoutines) {
      if (cfi) {
        out.cfiRememberState();
      }
      adjust(Reg.SP, Reg.SP, layout.size - layout.firstStep());
      if (cfi && layout.size > layout.firstStep()) {
        out.cfiCfaOffset(layout.firstStep());
      }
      out.call(Reg.ZERO, Reg.T1, routine("__riscv_restore_"), 0);
      return;
    }
    if (hasFrame) {
      leave();
    }
    out.instruction(Opcode.JALR, 0, Reg.RA, 0, 0);
  }

  /** Before a tail call. */
  public void leave() {
    long first = layout.firstStep();
    if (layout.size == 0 && layout.align <= 16) {
      return;
    }
    if (cfi) {
      out.cfiRememberState();
    }
    if (layout.function.hasDynamicStack || layout.align > 16) {
      adjust(Reg.SP, Reg.S0, layout.varargs - first);
    } else if (layout.size > first) {
      adjust(Reg.SP, Reg.SP, layout.size - first);
    }
    if (cfi && (layout.function.needsFramePointer || layout.size > first)) {
      out.cfiDefineCfa(Reg.SP, first);
    }
    for (int i = 0; i < layout.saved.length; i++) {
      int reg = layout.saved[i];
      out.instruction(load(reg), number(reg), Reg.SP, 0, (int) layout.savedOffset(i));
      if (cfi) {
        out.cfiRestore(reg);
      }
    }
    adjust(Reg.SP, Reg.SP, first);
    if (cfi) {
      out.cfiCfaOffset(0);
    }
  }

  /** After a return in the middle of a function: the frame stands again for what follows. */
  public void afterLeave() {
    if (cfi && layout.size != 0) {
      out.cfiRestoreState();
    }
  }

  /**
   * For unwinding, between blocks: what follows runs with the frame of {@link #enter}, or without
   * one, other than what stands before it. The frame was entered late, so it is a plain one.
   */
  public void follows(boolean hasFrame) {
    if (!cfi) {
      return;
    }
    out.cfiDefineCfa(Reg.SP, hasFrame ? layout.size : 0);
    for (int i = 0; i < layout.saved.length; i++) {
      if (hasFrame) {
        out.cfiOffset(layout.saved[i], layout.savedOffset(i) - layout.firstStep());
      } else {
        out.cfiRestore(layout.saved[i]);
      }
    }
  }

  public int base(FrameSlot slot) {
    return layout.base(slot);
  }

  public long offset(FrameSlot slot) {
    return layout.offset(slot);
  }

  /** Bytes of outgoing arguments, rounded to 16. */
  public long outgoing() {
    return (layout.function.outgoingBytes + 15) & -16;
  }
}
