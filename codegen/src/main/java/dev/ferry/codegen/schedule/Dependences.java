package dev.ferry.codegen.schedule;

import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import java.util.Arrays;
import java.util.List;

/**
 * Which instructions of a straight run must stay behind which: for each, as bits, those whose
 * result it reads and those that only come first (what they read it writes, or both write, or
 * memory).
 */
final class Dependences {
  /** Instructions of a run at most. */
  static final int MAX = Long.SIZE;

  private static final int REGISTERS = Reg.FIRST_VIRTUAL;

  /** By instruction: whose results it reads. */
  final long[] results = new long[MAX];

  /** By instruction: which others must come first. */
  final long[] orders = new long[MAX];

  private final int[] lastWrite = new int[REGISTERS];
  private final long[] readsSince = new long[REGISTERS];

  /** By instruction of memory: the write that its address register comes from, or -1. */
  private final int[] addressWrite = new int[MAX];

  private long loads;
  private long stores;

  /**
   * Looks at a run anew.
   *
   * @param keepsMemoryOrder whether loads may not pass each other either
   */
  void find(List<MInst> run, boolean keepsMemoryOrder) {
    Arrays.fill(lastWrite, -1);
    Arrays.fill(readsSince, 0);
    loads = 0;
    stores = 0;
    for (int i = 0; i < run.size(); i++) {
      MInst inst = run.get(i);
      results[i] = 0;
      orders[i] = 0;
      reads(inst, i);
      if (inst.op.isMemory()) {
        memory(run, i, keepsMemoryOrder);
      }
      writes(inst, i);
    }
  }

  private void reads(MInst inst, int i) {
    for (int u = inst.defCount; u < inst.regs.length; u++) {
      int reg = inst.regs[u];
      if (reg > Reg.ZERO) {
        if (lastWrite[reg] >= 0) {
          results[i] |= 1L << lastWrite[reg];
        }
        readsSince[reg] |= 1L << i;
      }
    }
  }

  private void writes(MInst inst, int i) {
    for (int d = 0; d < inst.defCount; d++) {
      int reg = inst.regs[d];
      if (reg > Reg.ZERO) {
        orders[i] |= readsSince[reg] & ~(1L << i);
        if (lastWrite[reg] >= 0) {
          orders[i] |= 1L << lastWrite[reg];
        }
        lastWrite[reg] = i;
        readsSince[reg] = 0;
      }
    }
  }

  // ---- memory

  private void memory(List<MInst> run, int i, boolean keepsMemoryOrder) {
    MInst inst = run.get(i);
    int base = base(inst);
    addressWrite[i] = base == Reg.NONE ? -1 : lastWrite[base];
    boolean isStore = inst.op.isStore();
    long others = isStore || keepsMemoryOrder ? loads | stores : stores;
    for (long left = others; left != 0; left &= left - 1) {
      int other = Long.numberOfTrailingZeros(left);
      if (keepsMemoryOrder || mayMeet(run, other, i)) {
        orders[i] |= 1L << other;
      }
    }
    if (isStore) {
      stores |= 1L << i;
    } else {
      loads |= 1L << i;
    }
  }

  /** The register that the address is computed from; NONE for a place in the frame. */
  private static int base(MInst inst) {
    return inst.payload instanceof FrameSlot ? Reg.NONE : inst.regs[1];
  }

  private boolean mayMeet(List<MInst> run, int first, int second) {
    MInst a = run.get(first);
    MInst b = run.get(second);
    if (isConstant(a) || isConstant(b)) {
      return false;
    }
    if (a.payload instanceof FrameSlot x && b.payload instanceof FrameSlot y) {
      // Slots of the caller's have their offsets, local ones are laid out later.
      boolean isShared = x == y || x.area == y.area && x.area != FrameSlot.Area.LOCAL;
      return isShared && overlap(a, x.offset + a.imm, b, y.offset + b.imm);
    }
    if (isSpill(a) || isSpill(b)) {
      return false;
    }
    boolean hasSameBase =
        base(a) != Reg.NONE && base(a) == base(b) && addressWrite[first] == addressWrite[second];
    if (!hasSameBase) {
      return true;
    }
    if (a.payload instanceof SymbolRef x && b.payload instanceof SymbolRef y) {
      return x.symbol() != y.symbol() || overlap(a, x.addend(), b, y.addend());
    }
    return a.payload != null || b.payload != null || overlap(a, a.imm, b, b.imm);
  }

  private static boolean overlap(MInst a, long from, MInst b, long to) {
    return from < to + bytes(b) && to < from + bytes(a);
  }

  /** A load from the pool of constants. */
  private static boolean isConstant(MInst inst) {
    return inst.payload instanceof SymbolRef ref && ref.symbol() == null && inst.op.isLoad();
  }

  private static boolean isSpill(MInst inst) {
    return inst.payload instanceof FrameSlot slot && slot.isSpill;
  }

  private static int bytes(MInst access) {
    return switch (access.op) {
      case LB, LBU, SB -> 1;
      case LH, LHU, SH -> 2;
      case LW, LWU, SW, FLW, FSW -> 4;
      default -> 8;
    };
  }
}
