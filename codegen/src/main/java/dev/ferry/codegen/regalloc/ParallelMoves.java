package dev.ferry.codegen.regalloc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;

/**
 * Orders the parallel copies into moves, loads and stores: a move whose target nothing else still
 * reads goes first; a cycle is broken through a free register, or through the stack if there is
 * none. Where t6 is reserved no value goes through it: it holds the address of a far slot at the
 * very moment of the store.
 */
final class ParallelMoves {
  /** Finds registers that hold nothing at a point. */
  interface FreeRegisters {
    boolean isFree(int reg, int point);
  }

  private static final int[] SCRATCH = {31, 30, 29, 28, 7, 6, 5, 17, 16, 15, 14, 13, 12, 11, 10};

  /** What is left to borrow where a copy is about all of the above; s0 may be the frame's base. */
  private static final int[] SAVED = {9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27};

  private final MFunction function;
  private final FreeRegisters free;
  private int emergency = -1;
  private ArrayList<MInst> out = new ArrayList<>();
  private int loc;

  ParallelMoves(MFunction function, FreeRegisters free) {
    this.function = function;
    this.free = free;
  }

  void run() {
    for (MBlock block : function.blocks) {
      boolean any = false;
      for (MInst inst : block.code) {
        any |= inst.op == MOp.COPY || inst.defCount == 1 && Reg.isSlot(inst.regs[0]);
      }
      if (any) {
        expand(block);
      }
    }
  }

  private void expand(MBlock block) {
    out = new ArrayList<>(block.code.size() + 8);
    for (MInst inst : block.code) {
      loc = inst.loc;
      if (inst.op == MOp.COPY) {
        resolve(inst.regs, inst.defCount, (int) inst.imm);
      } else if (inst.defCount == 1 && Reg.isSlot(inst.regs[0])) {
        // A rematerialised constant that goes straight to memory.
        intoSlot(inst);
      } else {
        out.add(inst);
      }
    }
    block.code = out;
  }

  private void intoSlot(MInst inst) {
    int borrowed = borrowed(inst.regs);
    int index = saveScratch(borrowed);
    out.add(inst.copyWithDef(borrowed));
    emit(inst.regs[0], borrowed);
    restoreScratch(borrowed, index);
  }

  private void resolve(int[] regs, int n, int point) {
    if (n == 1) {
      one(regs[0], regs[1], regs, point);
      return;
    }
    int[] to = new int[n];
    int[] from = new int[n];
    int pending = 0;
    for (int i = 0; i < n; i++) {
      if (regs[i] != regs[n + i]) {
        to[pending] = regs[i];
        from[pending++] = regs[n + i];
      }
    }
    while (pending > 0) {
      int ready = -1;
      for (int i = 0; i < pending && ready < 0; i++) {
        if (!isSource(to[i], from, pending)) {
          ready = i;
        }
      }
      if (ready >= 0) {
        one(to[ready], from[ready], regs, point);
        pending--;
        to[ready] = to[pending];
        from[ready] = from[pending];
      } else {
        breakCycle(to, from, pending, regs, point);
        return;
      }
    }
  }

  private static boolean isSource(int reg, int[] from, int pending) {
    for (int i = 0; i < pending; i++) {
      if (from[i] == reg) {
        return true;
      }
    }
    return false;
  }

  /** Only cycles are left: each target is also a source. One is kept in a scratch place. */
  private void breakCycle(int[] to, int[] from, int pending, int[] regs, int point) {
    boolean isFloat = isFloat(from[0]);
    int scratch = isFloat ? floatScratch(regs, point) : scratch(regs, point);
    int saved = from[0];
    if (scratch == Reg.NONE) {
      // Through memory: store one value, load it at the end.
      scratch = Reg.ofSlot(emergencySlot());
    }
    one(scratch, saved, regs, point);
    for (int i = 0; i < pending; i++) {
      if (from[i] == saved) {
        from[i] = scratch;
      }
    }
    int left = pending;
    while (left > 0) {
      int ready = -1;
      for (int i = 0; i < left && ready < 0; i++) {
        if (!isSource(to[i], from, left)) {
          ready = i;
        }
      }
      if (ready < 0) {
        breakCycle(to, from, left, withScratch(regs, scratch), point);
        return;
      }
      one(to[ready], from[ready], withScratch(regs, scratch), point);
      left--;
      to[ready] = to[left];
      from[ready] = from[left];
    }
  }

  private static int[] withScratch(int[] regs, int scratch) {
    int[] result = java.util.Arrays.copyOf(regs, regs.length + 1);
    result[regs.length] = scratch;
    return result;
  }

  /** Whether a place holds a float; slots do not know, so that cycles of slots go through ints. */
  private boolean isFloat(int place) {
    return Reg.isPhysical(place) && Reg.isFloat(place);
  }

  private int scratch(int[] regs, int point) {
    for (int reg : SCRATCH) {
      if (mayHoldValues(reg) && !contains(regs, reg) && free.isFree(reg, point)) {
        return reg;
      }
    }
    return Reg.NONE;
  }

  private boolean mayHoldValues(int reg) {
    return reg != Reg.T6 || !function.reservesScratch;
  }

  private int floatScratch(int[] regs, int point) {
    for (int i = 31; i >= 0; i--) {
      int reg = Reg.F0 + i;
      boolean saved = (Reg.SAVED_FLOAT >>> reg & 1) != 0;
      if (!saved && !contains(regs, reg) && free.isFree(reg, point)) {
        return reg;
      }
    }
    return Reg.NONE;
  }

  private static boolean contains(int[] regs, int reg) {
    for (int r : regs) {
      if (r == reg) {
        return true;
      }
    }
    return false;
  }

  private void one(int to, int from, int[] regs, int point) {
    if (to == from) {
      return;
    }
    if (!Reg.isSlot(to) || !Reg.isSlot(from)) {
      emit(to, from);
      return;
    }
    int scratch = scratch(regs, point);
    if (scratch != Reg.NONE) {
      emitInt(scratch, from, MOp.LD);
      emitInt(scratch, to, MOp.SD);
      return;
    }
    int borrowed = borrowed(regs);
    int index = saveScratch(borrowed);
    emitInt(borrowed, from, MOp.LD);
    emitInt(borrowed, to, MOp.SD);
    restoreScratch(borrowed, index);
  }

  /** A register for a moment, whose value is kept in memory meanwhile. */
  private int borrowed(int[] regs) {
    for (int[] candidates : new int[][] {SCRATCH, SAVED}) {
      for (int reg : candidates) {
        if (mayHoldValues(reg) && !contains(regs, reg)) {
          return reg;
        }
      }
    }
    throw new InternalCompilerError(
        "codegen.moves", function.name(), "a copy of all registers and slots at once");
  }

  private int emergencySlot() {
    if (emergency < 0) {
      emergency = function.newSpill(8);
    }
    return emergency;
  }

  private int saveScratch(int reg) {
    int slot = function.newSpill(8);
    add(MInst.frame(MOp.SD, reg, use(slot), 0));
    return slot;
  }

  private void restoreScratch(int reg, int slot) {
    add(MInst.frame(MOp.LD, reg, use(slot), 0));
  }

  private FrameSlot use(int index) {
    FrameSlot slot = function.spills.get(index);
    slot.isUsed = true;
    return slot;
  }

  /** A slot to slot move in a register of the slot's width. */
  private void emitInt(int reg, int slotReg, MOp op) {
    FrameSlot slot = use(Reg.slotIndex(slotReg));
    MOp sized = slot.size == 4 ? op == MOp.LD ? MOp.LW : MOp.SW : op;
    add(MInst.frame(sized, reg, slot, 0));
  }

  private void emit(int to, int from) {
    if (Reg.isSlot(to)) {
      FrameSlot slot = use(Reg.slotIndex(to));
      MOp op =
          Reg.isFloat(from) ? slot.size == 4 ? MOp.FSW : MOp.FSD : slot.size == 4 ? MOp.SW : MOp.SD;
      add(MInst.frame(op, from, slot, 0));
    } else if (Reg.isSlot(from)) {
      FrameSlot slot = use(Reg.slotIndex(from));
      MOp op =
          Reg.isFloat(to) ? slot.size == 4 ? MOp.FLW : MOp.FLD : slot.size == 4 ? MOp.LW : MOp.LD;
      add(MInst.frame(op, to, slot, 0));
    } else {
      add(MInst.mv(to, from));
    }
  }

  private void add(MInst inst) {
    inst.loc = loc;
    out.add(inst);
  }
}
