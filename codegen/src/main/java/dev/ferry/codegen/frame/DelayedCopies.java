package dev.ferry.codegen.frame;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The copies of arguments to registers that calls keep, at a function's start, that can wait until
 * the frame is entered: outside the frame whoever reads the copy reads the argument. Where its
 * register is overwritten too early, a temporary one that nothing outside the frame uses holds it.
 */
final class DelayedCopies {
  /** a5 to a1, which compressed instructions reach, t3 to t5. */
  private static final int[] TEMPORARIES = {15, 14, 13, 12, 11, 28, 29, 30};

  /** fa5 to fa1, ft0 to ft7. */
  private static final int[] FLOAT_TEMPORARIES = {
    47, 46, 45, 44, 43, 32, 33, 34, 35, 36, 37, 38, 39
  };

  /** One copy: what is read in place of {@code target} outside the frame. */
  private static final class Copy {
    final MInst inst;
    final int target;
    int source;

    Copy(MInst inst) {
      this.inst = inst;
      this.target = inst.regs[0];
      this.source = inst.regs[1];
    }
  }

  private final MFunction function;
  private final List<MBlock> blocks;
  private final List<Copy> copies = new ArrayList<>(4);

  /** By block, the copies whose sources are unchanged where it begins, as a bit set. */
  private final int[] intact;

  /**
   * Finds the copies at the function's start, from registers that still hold arguments there.
   *
   * @param saved registers that whoever writes them must have saved, as a bit set
   */
  DelayedCopies(MFunction function, long saved) {
    this.function = function;
    this.blocks = function.blocks;
    this.intact = new int[function.blockLimit()];
    long written = 0;
    for (MInst inst : blocks.getFirst().code) {
      if (inst.op != MOp.MV) {
        break;
      }
      int to = inst.regs[0];
      int from = inst.regs[1];
      boolean isSaved =
          isIn(saved, to) && !isIn(written, to) && Reg.isFloat(to) == Reg.isFloat(from);
      if (isSaved && !isIn(saved | written, from) && from != Reg.ZERO) {
        copies.add(new Copy(inst));
      }
      written |= 1L << to;
    }
  }

  static boolean isIn(long set, int reg) {
    return reg >= 0 && (set >> reg & 1) != 0;
  }

  int count() {
    return copies.size();
  }

  /** Whether the instruction is one of the copies. */
  boolean contains(MInst inst) {
    for (Copy copy : copies) {
      if (copy.inst == inst) {
        return true;
      }
    }
    return false;
  }

  /** The index of the copy to {@code reg}, or -1. */
  private int copyTo(int reg) {
    for (int i = 0; i < copies.size(); i++) {
      if (copies.get(i).target == reg) {
        return i;
      }
    }
    return -1;
  }

  /** Whether an instruction outside the frame may read {@code reg}, saved as it is. */
  boolean mayBeRead(int reg, MInst by) {
    int copy = copyTo(reg);
    return copy >= 0 && !(hasSteps(by) && defines(by, copies.get(copy).source));
  }

  /** Whether it becomes several instructions: these may write before they have read all. */
  private static boolean hasSteps(MInst inst) {
    return inst.op.isPseudo() && inst.op != MOp.MV;
  }

  private static boolean defines(MInst inst, int reg) {
    for (int i = 0; i < inst.defCount; i++) {
      if (inst.regs[i] == reg) {
        return true;
      }
    }
    return false;
  }

  // ---- where the arguments still are

  /** Follows the sources of the copies through the blocks outside the frame. */
  void follow(boolean[] outside) {
    Arrays.fill(intact, (1 << copies.size()) - 1);
    boolean changed = !copies.isEmpty();
    while (changed) {
      changed = false;
      for (MBlock block : blocks) {
        int at = intact[block.id];
        for (MBlock pred : block.predecessors) {
          if (outside[pred.id]) {
            at &= intact[pred.id] & ~overwritten(pred);
          }
        }
        if (at != intact[block.id]) {
          intact[block.id] = at;
          changed = true;
        }
      }
    }
  }

  private int overwritten(MBlock block) {
    int result = 0;
    for (MInst inst : block.code) {
      result |= overwritten(inst);
    }
    return result;
  }

  private int overwritten(MInst inst) {
    int result = 0;
    for (int i = 0; i < copies.size(); i++) {
      if (defines(inst, copies.get(i).source)) {
        result |= 1 << i;
      }
    }
    return result;
  }

  /** The copies that a block outside the frame reads when their sources are gone, as a bit set. */
  int readLate(MBlock block) {
    int left = intact[block.id];
    int late = 0;
    for (MInst inst : block.code) {
      for (int i = inst.defCount; i < inst.regs.length; i++) {
        int copy = copyTo(inst.regs[i]);
        if (copy >= 0) {
          late |= 1 << copy & ~left;
        }
      }
      left &= ~overwritten(inst);
    }
    return late;
  }

  /** The copies that code from a block on reads whose sources are gone at its start. */
  int neededLate(MBlock block) {
    int late = 0;
    for (int i = 0; i < copies.size(); i++) {
      if ((intact[block.id] >> i & 1) == 0 && isReadFrom(block, copies.get(i).target)) {
        late |= 1 << i;
      }
    }
    return late;
  }

  private boolean isReadFrom(MBlock start, int reg) {
    boolean[] seen = new boolean[function.blockLimit()];
    ArrayDeque<MBlock> work = new ArrayDeque<>();
    seen[start.id] = true;
    work.add(start);
    while (!work.isEmpty()) {
      MBlock block = work.removeLast();
      for (MInst inst : block.code) {
        for (int i = inst.defCount; i < inst.regs.length; i++) {
          if (inst.regs[i] == reg) {
            return true;
          }
        }
      }
      for (MBlock next : block.successors) {
        if (!seen[next.id]) {
          seen[next.id] = true;
          work.add(next);
        }
      }
    }
    return false;
  }

  /**
   * Has temporary registers hold the sources of these copies outside the frame.
   *
   * @return whether there are enough
   */
  boolean hold(int late, boolean[] outside) {
    long used = usedOutside(outside);
    for (int rest = late; rest != 0; rest &= rest - 1) {
      Copy copy = copies.get(Integer.numberOfTrailingZeros(rest));
      int free = free(Reg.isFloat(copy.source) ? FLOAT_TEMPORARIES : TEMPORARIES, used, outside);
      if (free == Reg.NONE) {
        return false;
      }
      copy.source = free;
      used |= 1L << free;
    }
    return true;
  }

  private int free(int[] registers, long used, boolean[] outside) {
    for (int reg : registers) {
      if (!isIn(used, reg) && !isLiveInFrame(reg, outside)) {
        return reg;
      }
    }
    return Reg.NONE;
  }

  /** Whether a register brings a value into the frame: an argument that nothing outside reads. */
  private boolean isLiveInFrame(int reg, boolean[] outside) {
    boolean[] seen = new boolean[function.blockLimit()];
    ArrayDeque<MBlock> work = new ArrayDeque<>();
    for (MBlock block : blocks) {
      if (outside[block.id]) {
        work.add(block);
        seen[block.id] = true;
      }
    }
    while (!work.isEmpty()) {
      MBlock block = work.removeLast();
      FirstUse use = outside[block.id] ? FirstUse.NONE : firstUse(block, reg);
      if (use == FirstUse.READ) {
        return true;
      }
      if (use == FirstUse.NONE) {
        for (MBlock next : block.successors) {
          if (!seen[next.id]) {
            seen[next.id] = true;
            work.add(next);
          }
        }
      }
    }
    return false;
  }

  private enum FirstUse {
    READ,
    WRITTEN,
    NONE
  }

  private static FirstUse firstUse(MBlock block, int reg) {
    for (MInst inst : block.code) {
      for (int i = inst.defCount; i < inst.regs.length; i++) {
        if (inst.regs[i] == reg) {
          return FirstUse.READ;
        }
      }
      if (defines(inst, reg) || isIn(inst.clobbers(), reg)) {
        return FirstUse.WRITTEN;
      }
    }
    return FirstUse.NONE;
  }

  private long usedOutside(boolean[] outside) {
    long used = 0;
    for (MBlock block : blocks) {
      if (outside[block.id]) {
        for (MInst inst : block.code) {
          for (int reg : inst.regs) {
            used |= reg >= 0 ? 1L << reg : 0;
          }
        }
      }
    }
    for (Copy copy : copies) {
      used |= 1L << copy.source;
    }
    return used;
  }

  // ---- the change

  /** The copies that code from {@code block} on reads, for the place where it enters the frame. */
  List<MInst> make(MBlock block) {
    List<MInst> result = new ArrayList<>(copies.size());
    for (Copy copy : copies) {
      if (isReadFrom(block, copy.target)) {
        result.add(MInst.mv(copy.target, copy.source));
      }
    }
    return result;
  }

  /** At the function's start only what temporary registers hold is copied. */
  void removeFrom(MBlock entry) {
    for (Copy copy : copies) {
      if (copy.source == copy.inst.regs[1]) {
        entry.code.remove(copy.inst);
      } else {
        copy.inst.regs[0] = copy.source;
      }
    }
  }

  /** Has a block outside the frame read the sources. */
  void readSources(MBlock block) {
    for (MInst inst : block.code) {
      for (int i = inst.defCount; i < inst.regs.length; i++) {
        int copy = copyTo(inst.regs[i]);
        if (copy >= 0) {
          inst.regs[i] = copies.get(copy).source;
        }
      }
    }
    block.code.removeIf(inst -> inst.op == MOp.MV && inst.regs[0] == inst.regs[1]);
  }
}
