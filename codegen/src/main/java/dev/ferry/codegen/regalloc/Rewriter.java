package dev.ferry.codegen.regalloc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the assignment into the code: operands become physical registers, values that change their
 * place are moved by copies between registers and slots. Copies keep their parallel meaning; {@link
 * ParallelMoves} orders them later. A copy's {@code imm} holds the program point it stands at.
 */
final class Rewriter {
  private final LiveRanges ranges;
  private final MFunction function;
  private final @Nullable Bundle[] bundleOf;
  private final List<Bundle> bundles;

  /** By virtual register: whether its slot must hold it. */
  private final boolean[] needsStore;

  /** For the checker: the operands before rewriting. */
  final @Nullable Map<MInst, int[]> originals;

  private ArrayList<MInst> out = new ArrayList<>();

  Rewriter(
      LiveRanges ranges, @Nullable Bundle[] bundleOf, List<Bundle> bundles, boolean keepOriginals) {
    this.ranges = ranges;
    this.function = ranges.function;
    this.bundleOf = bundleOf;
    this.bundles = bundles;
    this.needsStore = new boolean[function.virtualCount()];
    this.originals = keepOriginals ? new IdentityHashMap<>() : null;
  }

  void run() {
    boolean anySplit = prepare();
    for (int b = 0; b < ranges.blocks.length; b++) {
      MBlock block = ranges.blocks[b];
      out = new ArrayList<>(block.code.size() + 4);
      for (int i = ranges.first[b]; i < ranges.first[b + 1]; i++) {
        rewrite(ranges.insts[i], i);
      }
      block.code = out;
    }
    if (anySplit) {
      edges();
    }
  }

  /** Slots and write-back flags of the bundles that are not in one register throughout. */
  private boolean prepare() {
    boolean any = false;
    for (Bundle bundle : bundles) {
      bundle.index();
      any |= bundle.isSplit();
    }
    if (!any) {
      return false;
    }
    SlotColouring slots = new SlotColouring(function);
    for (Bundle bundle : bundles) {
      if (bundle.isSplit() && bundle.rematerialise == null) {
        slots.assign(bundle);
      }
    }
    for (int v = 0; v < needsStore.length; v++) {
      Bundle bundle = bundleOf[v];
      if (bundle != null && bundle.isSplit() && bundle.rematerialise == null) {
        needsStore[v] = !isCovered(ranges.segments[v], bundle);
      }
    }
    return true;
  }

  private static boolean isCovered(int[] segments, Bundle bundle) {
    int[] rest = segments;
    for (Piece piece : bundle.pieces) {
      if (!piece.isLocal || startsAtDefinitions(piece)) {
        rest = Segments.minus(rest, piece.segments);
      }
    }
    return rest.length == 0;
  }

  /** Other local pieces are entered through the slot. */
  private static boolean startsAtDefinitions(Piece piece) {
    for (int i = 0; i < piece.segments.length; i += 2) {
      if ((piece.segments[i] & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  private Bundle bundle(int reg) {
    Bundle bundle = bundleOf[reg - Reg.FIRST_VIRTUAL];
    if (bundle == null) {
      throw new InternalCompilerError("codegen.regalloc", function.name(), "no bundle for " + reg);
    }
    return bundle;
  }

  /** Register or slot of a virtual register at a point; NONE if it is rematerialised. */
  private int location(int reg, int point) {
    if (reg < Reg.FIRST_VIRTUAL) {
      return reg;
    }
    Bundle bundle = bundle(reg);
    Piece piece = bundle.at(point);
    if (piece != null) {
      return piece.reg;
    }
    return bundle.rematerialise != null ? Reg.NONE : Reg.ofSlot(bundle.slot);
  }

  private void rewrite(MInst inst, int index) {
    int[] old = inst.regs;
    if (inst.op == MOp.COPY) {
      rewriteCopy(inst, index);
      return;
    }
    if (inst.defCount == 1 && old[0] >= Reg.FIRST_VIRTUAL) {
      Bundle bundle = bundle(old[0]);
      if (bundle.rematerialise == inst && bundle.at(2 * index + 1) == null) {
        return;
      }
    }
    int[] regs = old.clone();
    for (int k = inst.defCount; k < regs.length; k++) {
      int reg = old[k];
      if (reg >= Reg.FIRST_VIRTUAL) {
        regs[k] = useRegister(old, k, inst.defCount, index);
      }
    }
    int stores = 0;
    for (int k = 0; k < inst.defCount; k++) {
      int reg = old[k];
      if (reg >= Reg.FIRST_VIRTUAL) {
        int place = location(reg, 2 * index + 1);
        if (!Reg.isPhysical(place)) {
          throw new InternalCompilerError(
              "codegen.regalloc", function.name(), "definition without register: " + inst);
        }
        regs[k] = place;
        stores += needsStore[reg - Reg.FIRST_VIRTUAL] ? 1 : 0;
      }
    }
    inst.regs = regs;
    record(inst, old);
    out.add(inst);
    if (stores > 0) {
      for (int k = 0; k < inst.defCount; k++) {
        storeAfter(old[k], index);
      }
    }
  }

  private void record(MInst inst, int[] old) {
    Map<MInst, int[]> map = originals;
    if (map != null) {
      map.put(inst, old);
    }
  }

  private int useRegister(int[] old, int k, int firstUse, int index) {
    int reg = old[k];
    Bundle bundle = bundle(reg);
    Piece piece = bundle.at(2 * index);
    if (piece == null) {
      throw new InternalCompilerError(
          "codegen.regalloc",
          function.name(),
          "use without register: " + Reg.name(reg) + " in " + ranges.insts[index]);
    }
    if (piece.isLocal && startsAt(piece, 2 * index)) {
      boolean done = false;
      for (int j = firstUse; j < k; j++) {
        done |= old[j] == reg;
      }
      if (!done) {
        reload(reg, bundle, piece.reg, 2 * index);
      }
    }
    return piece.reg;
  }

  private static boolean startsAt(Piece piece, int point) {
    for (int i = 0; i < piece.segments.length; i += 2) {
      if (piece.segments[i] == point) {
        return true;
      }
    }
    return false;
  }

  private void reload(int reg, Bundle bundle, int target, int point) {
    MInst recipe = bundle.rematerialise;
    if (recipe != null) {
      MInst again = recipe.copyWithDef(target);
      record(again, new int[] {reg});
      out.add(again);
    } else {
      out.add(move(target, Reg.ofSlot(bundle.slot), point));
    }
  }

  private static MInst move(int to, int from, int point) {
    return new MInst(MOp.COPY, 1, new int[] {to, from}, point, null);
  }

  private void storeAfter(int reg, int index) {
    if (reg < Reg.FIRST_VIRTUAL || !needsStore[reg - Reg.FIRST_VIRTUAL]) {
      return;
    }
    Bundle bundle = bundle(reg);
    Piece piece = bundle.at(2 * index + 1);
    if (piece != null && !piece.storesAtExit) {
      out.add(move(Reg.ofSlot(bundle.slot), piece.reg, 2 * index));
    }
  }

  /** Copies take their operands wherever they are; rematerialised sources are made afterwards. */
  private void rewriteCopy(MInst inst, int index) {
    int n = inst.defCount;
    int[] old = inst.regs;
    int[] regs = old.clone();
    List<MInst> late = new ArrayList<>(0);
    int kept = 0;
    for (int k = 0; k < n; k++) {
      int to = location(old[k], 2 * index + 1);
      int from = location(old[n + k], 2 * index);
      if (from == Reg.NONE) {
        MInst recipe = bundle(old[n + k]).rematerialise;
        if (recipe != null && to != Reg.NONE) {
          MInst made = recipe.copyWithDef(to);
          made.imm = recipe.imm;
          record(made, new int[] {old[k]});
          late.add(made);
        }
        continue;
      }
      if (to == Reg.NONE) {
        continue;
      }
      regs[kept] = k;
      kept++;
    }
    int[] newRegs = new int[2 * kept];
    int[] newOld = new int[2 * kept];
    for (int m = 0; m < kept; m++) {
      int k = regs[m];
      newRegs[m] = location(old[k], 2 * index + 1);
      newRegs[kept + m] = location(old[n + k], 2 * index);
      newOld[m] = old[k];
      newOld[kept + m] = old[n + k];
    }
    if (kept > 0) {
      MInst copy = new MInst(MOp.COPY, kept, newRegs, 2L * index, null);
      copy.loc = inst.loc;
      record(copy, newOld);
      out.add(copy);
    }
    for (MInst made : late) {
      if (Reg.isSlot(made.regs[0])) {
        made.earlyDef = false;
      }
      out.add(made);
    }
    for (int k = 0; k < n; k++) {
      storeAfter(old[k], index);
    }
  }

  // ---- edges

  private void edges() {
    IntList targets = new IntList(8);
    IntList sources = new IntList(8);
    for (int s = 0; s < ranges.blocks.length; s++) {
      MBlock block = ranges.blocks[s];
      IntList in = ranges.liveIn[s];
      for (MBlock pred : block.predecessors) {
        int p = ranges.position[pred.id];
        targets.size = 0;
        sources.size = 0;
        List<MInst> made = new ArrayList<>(0);
        for (int i = 0; i < in.size; i++) {
          int v = in.items[i];
          Bundle bundle = bundleOf[v];
          if (bundle != null && bundle.isSplit()) {
            edgeMove(v, bundle, p, s, targets, sources, made);
          }
        }
        if (targets.size > 0 || !made.isEmpty()) {
          insert(pred, p, block, s, targets, sources, made);
        }
      }
    }
  }

  private void edgeMove(
      int v, Bundle bundle, int p, int s, IntList targets, IntList sources, List<MInst> made) {
    Piece from = bundle.at(2 * ranges.first[p + 1] - 1);
    Piece to = bundle.at(2 * ranges.first[s]);
    if (to != null && to.isLocal) {
      to = null;
    }
    if (from == to) {
      return;
    }
    if (from != null && from.storesAtExit && needsStore[v]) {
      targets.add(Reg.ofSlot(bundle.slot));
      sources.add(from.reg);
    }
    if (to == null || from != null && from.reg == to.reg) {
      return;
    }
    MInst recipe = bundle.rematerialise;
    if (from == null && recipe != null) {
      MInst again = recipe.copyWithDef(to.reg);
      record(again, new int[] {v + Reg.FIRST_VIRTUAL});
      made.add(again);
      return;
    }
    targets.add(to.reg);
    sources.add(from != null ? from.reg : Reg.ofSlot(bundle.slot));
  }

  private void insert(
      MBlock pred, int p, MBlock block, int s, IntList targets, IntList sources, List<MInst> made) {
    List<MInst> code = new ArrayList<>(made.size() + 1);
    int n = targets.size;
    boolean atStart = block.predecessors.size() == 1;
    int point = atStart ? 2 * ranges.first[s] : 2 * (ranges.first[p + 1] - 1);
    if (n > 0) {
      int[] regs = new int[2 * n];
      System.arraycopy(targets.items, 0, regs, 0, n);
      System.arraycopy(sources.items, 0, regs, n, n);
      code.add(new MInst(MOp.COPY, n, regs, point, null));
    }
    code.addAll(made);
    if (atStart) {
      block.code.addAll(0, code);
    } else if (pred.successors.size() == 1) {
      pred.code.addAll(pred.terminatorIndex(), code);
    } else {
      throw new InternalCompilerError(
          "codegen.regalloc", function.name(), "moves on the critical edge " + pred + "-" + block);
    }
  }
}
