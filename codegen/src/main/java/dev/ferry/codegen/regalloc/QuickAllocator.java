package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Allocation in two linear walks, for -O0: a value that lives within a block and across no call
 * gets a caller-saved register from its definition to its last use; every other value lives in a
 * slot and is loaded and stored around each instruction. Gives up where registers run out or inline
 * assembly names registers; the full allocator then takes the function.
 */
final class QuickAllocator {
  private static final long TEMPORARIES = 0xE0L | 0xFL << 28;
  private static final long ARGUMENTS = 0x3FL << 10;
  private static final long FLOAT_TEMPORARIES = 0xFFL << 32 | 0xFL << 60;
  private static final int UNSEEN = -1;

  private final MFunction function;
  private final int[] home;
  private final int[] firstDef;
  private final int[] lastUse;

  /** Lives between two touches of argument registers. */
  private final boolean[] mayUseArguments;

  /** Register while live, spill slot as a negative place, or NONE. */
  private final int[] place;

  private final long pool;
  private long free;
  private final ArrayList<Integer> freeSlots = new ArrayList<>();
  private final boolean[] isGlobal;
  private final boolean[] inMemory;
  private ArrayList<MInst> out = new ArrayList<>();
  private int index;

  /** The registers that are free at each copy; a copy's {@code imm} is its index. */
  private long[] masks = new long[16];

  private int copies;
  private final @Nullable Map<MInst, int[]> originals;

  private QuickAllocator(MFunction function, boolean check) {
    this.originals = check ? new IdentityHashMap<>() : null;
    this.function = function;
    int n = function.virtualCount();
    this.home = new int[n];
    this.firstDef = new int[n];
    this.lastUse = new int[n];
    this.mayUseArguments = new boolean[n];
    this.isGlobal = new boolean[n];
    this.inMemory = new boolean[n];
    this.place = new int[n];
    Arrays.fill(home, UNSEEN);
    Arrays.fill(lastUse, -1);
    Arrays.fill(place, Reg.NONE);
    long registers = (TEMPORARIES | FLOAT_TEMPORARIES | ARGUMENTS) & ~function.reserved;
    if (function.reservesScratch) {
      registers &= ~(1L << Reg.T6);
    }
    this.pool = registers;
  }

  /**
   * @return false if the function needs the full allocator; it is unchanged then
   */
  static boolean run(MFunction function, boolean check) {
    QuickAllocator allocator = new QuickAllocator(function, check);
    if (!allocator.survey()) {
      return false;
    }
    if (!allocator.allocate()) {
      return false;
    }
    Map<MInst, int[]> map = allocator.originals;
    if (map != null) {
      new Checker(function, map).run();
    }
    long[] masks = allocator.masks;
    new ParallelMoves(function, (reg, copy) -> (masks[copy] >>> reg & 1) != 0).run();
    return true;
  }

  // ---- first walk: where values live

  private boolean survey() {
    int at = 0;
    int lastCall = -1;
    int lastTouch = -1;
    for (int b = 0; b < function.blocks.size(); b++) {
      for (MInst inst : function.blocks.get(b).code) {
        long clobbers = inst.clobbers();
        if (inst.op == MOp.ASM && (clobbers != 0 || hasPhysical(inst))) {
          return false;
        }
        boolean touches = inst.op == MOp.CALL || inst.op == MOp.TAIL;
        int[] regs = inst.regs;
        for (int k = inst.defCount; k < regs.length; k++) {
          int reg = regs[k];
          if (reg >= Reg.FIRST_VIRTUAL) {
            use(reg - Reg.FIRST_VIRTUAL, b, at, lastCall, lastTouch);
          } else if (reg > Reg.TP) {
            touches = true;
          }
        }
        for (int k = 0; k < inst.defCount; k++) {
          int reg = regs[k];
          if (reg >= Reg.FIRST_VIRTUAL) {
            define(reg - Reg.FIRST_VIRTUAL, b, at);
          } else if (reg > Reg.TP) {
            touches = true;
            if (reg == Reg.T2) {
              return false;
            }
          }
        }
        if (touches) {
          lastTouch = at;
        }
        if (clobbers != 0) {
          lastCall = at;
        }
        at++;
      }
    }
    return true;
  }

  private static boolean hasPhysical(MInst inst) {
    for (int reg : inst.regs) {
      if (reg > 0 && reg < Reg.FIRST_VIRTUAL) {
        return true;
      }
    }
    return false;
  }

  private void define(int v, int block, int at) {
    if (home[v] == UNSEEN) {
      home[v] = block;
      firstDef[v] = at;
      mayUseArguments[v] = true;
    } else if (home[v] != block) {
      isGlobal[v] = true;
      inMemory[v] = true;
    }
  }

  private void use(int v, int block, int at, int lastCall, int lastTouch) {
    if (home[v] != block) {
      home[v] = home[v] == UNSEEN ? block : home[v];
      isGlobal[v] = true;
      inMemory[v] = true;
    }
    lastUse[v] = at;
    inMemory[v] |= lastCall > firstDef[v];
    mayUseArguments[v] &= lastTouch < firstDef[v];
  }

  // ---- second walk

  private boolean allocate() {
    ArrayList<ArrayList<MInst>> results = new ArrayList<>(function.blocks.size());
    int at = 0;
    for (MBlock block : function.blocks) {
      free = pool;
      out = new ArrayList<>(block.code.size() + 8);
      results.add(out);
      for (MInst inst : block.code) {
        index = at++;
        boolean ok = inst.op == MOp.COPY ? copy(inst) : instruction(inst);
        if (!ok) {
          return false;
        }
      }
    }
    for (int b = 0; b < results.size(); b++) {
      function.blocks.get(b).code = results.get(b);
    }
    return true;
  }

  private boolean isMemory(int v) {
    return inMemory[v];
  }

  private int slotOf(int v) {
    if (place[v] == Reg.NONE) {
      int size = freeSlots.size();
      int slot;
      if (!isGlobal[v] && size > 0) {
        slot = freeSlots.removeLast();
      } else {
        slot = function.newSpill(8);
      }
      place[v] = Reg.ofSlot(slot);
    }
    return place[v];
  }

  /** A free register of the class of {@code v}; NONE if there is none. */
  private int take(int v, boolean mayUseArgument) {
    long candidates =
        free & (function.isFloat(v + Reg.FIRST_VIRTUAL) ? FLOAT_TEMPORARIES : 0xffffffffL);
    if (candidates == 0) {
      return Reg.NONE;
    }
    long arguments = candidates & ARGUMENTS;
    int reg;
    if (mayUseArgument && arguments != 0) {
      reg = 63 - Long.numberOfLeadingZeros(arguments);
    } else {
      candidates &= ~ARGUMENTS;
      if (candidates == 0) {
        return Reg.NONE;
      }
      reg = Long.numberOfTrailingZeros(candidates);
    }
    free &= ~(1L << reg);
    return reg;
  }

  private void release(int v) {
    int reg = place[v];
    if (Reg.isPhysical(reg)) {
      free |= 1L << reg;
      place[v] = Reg.NONE;
    } else if (Reg.isSlot(reg) && !isGlobal[v]) {
      freeSlots.add(Reg.slotIndex(reg));
      place[v] = Reg.NONE;
    }
  }

  private boolean copy(MInst inst) {
    int n = inst.defCount;
    int[] old = inst.regs;
    int[] regs = new int[2 * n];
    for (int k = 0; k < n; k++) {
      int reg = old[n + k];
      regs[n + k] = reg < Reg.FIRST_VIRTUAL ? reg : placeOf(reg - Reg.FIRST_VIRTUAL);
    }
    for (int k = 0; k < n; k++) {
      releaseIfLast(old[n + k]);
    }
    for (int k = 0; k < n; k++) {
      int reg = old[k];
      if (reg < Reg.FIRST_VIRTUAL) {
        regs[k] = reg;
      } else {
        int v = reg - Reg.FIRST_VIRTUAL;
        if (isMemory(v)) {
          regs[k] = slotOf(v);
        } else {
          if (place[v] == Reg.NONE) {
            place[v] = take(v, mayUseArguments[v]);
            if (place[v] == Reg.NONE) {
              return false;
            }
          }
          regs[k] = place[v];
        }
      }
    }
    if (masks.length == copies) {
      masks = Arrays.copyOf(masks, copies * 2);
    }
    masks[copies] = free;
    MInst placed = new MInst(MOp.COPY, n, regs, copies++, null);
    placed.loc = inst.loc;
    record(placed, old);
    out.add(placed);
    for (int k = 0; k < n; k++) {
      releaseIfDead(old[k]);
    }
    return true;
  }

  private int placeOf(int v) {
    return isMemory(v) ? slotOf(v) : place[v] == Reg.NONE ? anyRegister(v) : place[v];
  }

  /** A value that is read but never written may hold anything. */
  private int anyRegister(int v) {
    return function.isFloat(v + Reg.FIRST_VIRTUAL) ? Reg.F0 : Reg.ZERO;
  }

  private void releaseIfLast(int reg) {
    if (reg >= Reg.FIRST_VIRTUAL) {
      int v = reg - Reg.FIRST_VIRTUAL;
      if (!isGlobal[v] && lastUse[v] == index && !isRedefined(v)) {
        release(v);
      }
    }
  }

  /** Whether the current instruction both reads and writes it: then its place must stay. */
  private boolean isRedefined(int v) {
    return redefined == v;
  }

  private int redefined = -1;

  private void releaseIfDead(int reg) {
    if (reg >= Reg.FIRST_VIRTUAL) {
      int v = reg - Reg.FIRST_VIRTUAL;
      if (!isGlobal[v] && lastUse[v] <= index) {
        release(v);
      }
    }
  }

  private boolean instruction(MInst inst) {
    int[] old = inst.regs;
    int defs = inst.defCount;
    int[] regs = old.length == 0 ? old : old.clone();
    long temporaries = 0;
    redefined = defs > 0 && isUsed(old, defs, old[0]) ? old[0] - Reg.FIRST_VIRTUAL : -1;
    for (int k = defs; k < old.length; k++) {
      if (old[k] < Reg.FIRST_VIRTUAL) {
        continue;
      }
      int v = old[k] - Reg.FIRST_VIRTUAL;
      if (!isMemory(v)) {
        regs[k] = placeOf(v);
        continue;
      }
      int known = Reg.NONE;
      for (int j = defs; j < k; j++) {
        known = old[j] == old[k] ? regs[j] : known;
      }
      if (known == Reg.NONE) {
        known = take(v, !isCall(inst) && !inst.op.isTerminator());
        if (known == Reg.NONE) {
          return false;
        }
        temporaries |= 1L << known;
        memory(known, slotOf(v), true);
      }
      regs[k] = known;
    }
    if (!inst.earlyDef) {
      free |= temporaries;
      temporaries = 0;
      releaseUses(old, defs);
    }
    for (int k = 0; k < defs; k++) {
      if (old[k] < Reg.FIRST_VIRTUAL) {
        continue;
      }
      int v = old[k] - Reg.FIRST_VIRTUAL;
      int reg = Reg.NONE;
      for (int j = defs; j < old.length; j++) {
        reg = old[j] == old[k] ? regs[j] : reg;
      }
      if (reg == Reg.NONE && !isMemory(v)) {
        reg = place[v];
      }
      if (reg == Reg.NONE) {
        reg = take(v, isMemory(v) || mayUseArguments[v]);
        if (reg == Reg.NONE) {
          return false;
        }
      } else {
        free &= ~(1L << reg);
      }
      regs[k] = reg;
      if (isMemory(v)) {
        temporaries |= 1L << reg;
      } else {
        place[v] = reg;
      }
    }
    MInst placed = new MInst(inst.op, defs, regs, inst.imm, inst.payload);
    placed.loc = inst.loc;
    placed.earlyDef = inst.earlyDef;
    record(placed, old);
    out.add(placed);
    for (int k = 0; k < defs; k++) {
      if (old[k] >= Reg.FIRST_VIRTUAL && isMemory(old[k] - Reg.FIRST_VIRTUAL)) {
        memory(regs[k], slotOf(old[k] - Reg.FIRST_VIRTUAL), false);
      }
    }
    free |= temporaries;
    redefined = -1;
    if (inst.earlyDef) {
      releaseUses(old, defs);
    }
    for (int k = 0; k < defs; k++) {
      releaseIfDead(old[k]);
    }
    return true;
  }

  private static boolean isCall(MInst inst) {
    return inst.op == MOp.CALL || inst.op == MOp.TAIL;
  }

  private static boolean isUsed(int[] regs, int defs, int reg) {
    for (int k = defs; k < regs.length; k++) {
      if (regs[k] == reg && reg >= Reg.FIRST_VIRTUAL) {
        return true;
      }
    }
    return false;
  }

  private void releaseUses(int[] old, int defs) {
    for (int k = defs; k < old.length; k++) {
      releaseIfLast(old[k]);
    }
  }

  private void memory(int reg, int slotPlace, boolean load) {
    int to = load ? reg : slotPlace;
    int from = load ? slotPlace : reg;
    out.add(new MInst(MOp.COPY, 1, new int[] {to, from}, 0, null));
  }

  private void record(MInst placed, int[] old) {
    Map<MInst, int[]> map = originals;
    if (map != null) {
      map.put(placed, old);
    }
  }
}
