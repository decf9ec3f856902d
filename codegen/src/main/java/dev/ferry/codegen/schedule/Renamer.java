package dev.ferry.codegen.schedule;

import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives results that are only used within a run registers that nothing else uses there, so that
 * they need not wait for each other (as gcc's -frename-registers). Only registers that calls
 * destroy are taken, as no prologue saves them, and in place of a register of the compressed
 * instructions rather another of those.
 */
final class Renamer {
  private static final long INTS = 0xfL << 28 | 0xffL << 10 | 7L << 5;
  private static final long FLOATS = 0xfL << 60 | 0xffL << 42 | 0xffL << 32;

  /** x8 to x15 and f8 to f15, which three bits name. */
  private static final long COMPRESSED = 0xffL << 8 | 0xffL << 40;

  /** Instructions after which a register is taken for idle; more would be waiting for loads. */
  private static final int IDLE = 6;

  private static final int NEVER = -1000;

  private final long free;

  /** What was changed: instructions and their registers before. */
  private final List<MInst> changed = new ArrayList<>();

  private final List<int[]> before = new ArrayList<>();

  /** The position at which each register was last written or read. */
  private final int[] lastUse = new int[Reg.FIRST_VIRTUAL];

  Renamer(MFunction function) {
    long scratch = function.reservesScratch ? 1L << Reg.T6 : 0;
    this.free = (INTS | FLOATS) & ~(scratch | function.reserved);
  }

  /**
   * Renames what can be.
   *
   * @param live the registers that live behind each instruction of the run; changed with it
   * @return whether anything was renamed
   */
  boolean run(List<MInst> run, long[] live) {
    changed.clear();
    before.clear();
    Arrays.fill(lastUse, NEVER);
    for (int i = 0; i < run.size(); i++) {
      MInst inst = run.get(i);
      for (int u = inst.defCount; u < inst.regs.length; u++) {
        touch(inst.regs[u], i);
      }
      if (inst.defCount == 1 && isPlain(inst) && inst.regs[0] > Reg.ZERO) {
        rename(run, live, i);
      }
      for (int d = 0; d < inst.defCount; d++) {
        touch(inst.regs[d], i);
      }
    }
    return !changed.isEmpty();
  }

  private void touch(int reg, int at) {
    if (reg >= 0) {
      lastUse[reg] = at;
    }
  }

  /** Puts everything back as it was. */
  void undo() {
    for (int i = changed.size() - 1; i >= 0; i--) {
      changed.get(i).regs = before.get(i);
    }
  }

  /** Whether the instruction's registers may be any. */
  private static boolean isPlain(MInst inst) {
    return switch (inst.op) {
      case LI, LA, HI, FRAME, MV -> true;
      case FENCE, FENCE_I, EBREAK -> false;
      default -> !inst.op.isPseudo();
    };
  }

  private void rename(List<MInst> run, long[] live, int from) {
    int reg = run.get(from).regs[0];
    if (lastUse[reg] == NEVER) {
      // The first use of a register waits for nothing.
      return;
    }
    long bit = 1L << reg;
    long busy = live[from];
    if ((busy & bit) == 0) {
      return;
    }
    for (int to = from + 1; to < run.size(); to++) {
      MInst inst = run.get(to);
      long written = inst.written();
      if ((inst.read() & bit) != 0) {
        if (!isPlain(inst)) {
          return;
        }
        if ((written & bit) != 0 || (live[to] & bit) == 0) {
          replace(run, live, from, to, reg, choose(reg, from, busy));
          return;
        }
      }
      busy |= live[to] | written;
    }
  }

  /** The register that is written instead; NONE if all have been used since this one was. */
  private int choose(int reg, int at, long busy) {
    long candidates = free & ~busy & (Reg.isFloat(reg) ? FLOATS : INTS);
    if ((COMPRESSED >> reg & 1) == 0) {
      return idlest(candidates, lastUse[reg]);
    }
    int other = idlest(candidates & COMPRESSED, at - IDLE);
    return other != Reg.NONE ? other : idlest(candidates, lastUse[reg]);
  }

  /** The register that was last used longest ago and before a position; NONE if there is none. */
  private int idlest(long candidates, int before) {
    int best = Reg.NONE;
    int bestUse = before;
    for (long left = candidates; left != 0; left &= left - 1) {
      int other = Long.numberOfTrailingZeros(left);
      if (lastUse[other] < bestUse) {
        best = other;
        bestUse = lastUse[other];
      }
    }
    return best;
  }

  private void replace(List<MInst> run, long[] live, int from, int to, int reg, int other) {
    if (other == Reg.NONE) {
      return;
    }
    for (int i = from; i <= to; i++) {
      MInst inst = run.get(i);
      int[] regs = inst.regs.clone();
      int first = i == from ? 0 : inst.defCount;
      int end = i == from ? 1 : regs.length;
      boolean isUsed = false;
      for (int r = first; r < end; r++) {
        if (regs[r] == reg) {
          regs[r] = other;
          isUsed = true;
        }
      }
      if (isUsed) {
        changed.add(inst);
        before.add(inst.regs);
        inst.regs = regs;
      }
      if (i < to) {
        live[i] = live[i] & ~(1L << reg) | 1L << other;
      }
    }
  }
}
